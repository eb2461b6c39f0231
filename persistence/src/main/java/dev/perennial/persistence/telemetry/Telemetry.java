package dev.perennial.persistence.telemetry;

import java.util.function.Supplier;

/**
 * Where the program is watched. What is made here is called on the threads of actors and runners, for every command and
 * every page: it is quick, never blocks and never fails.
 */
public interface Telemetry {

    /** Nobody watches. */
    Telemetry NONE = new Unwatched();

    /** For the entities of one type. */
    EntityMeter entities(String type);

    /** For one projection, over all its slices. */
    ProjectionMeter projection(String name);

    /** Begins a span below one that is sampled. */
    Span begin(Span.Kind kind, String name, String parent);

    /**
     * Begins a span if anyone wants to see the trace that it belongs to.
     *
     * @param parent a W3C traceparent, or empty
     * @param name asked for only then
     */
    default Span span(Span.Kind kind, String parent, Supplier<String> name) {
        return Span.isSampled(parent) ? begin(kind, name.get(), parent) : new Unwatched.Unsampled(parent);
    }
}
