package dev.perennial.persistence.telemetry;

import java.time.Duration;

/** Tells nobody. */
final class Unwatched implements Telemetry, EntityMeter, ProjectionMeter {

    /** Leads on to what follows, and is itself not seen. */
    record Unsampled(String traceparent) implements Span {

        @Override
        public Span tag(String key, String value) {
            return this;
        }

        @Override
        public void end() {}

        @Override
        public void fail(String why) {}
    }

    @Override
    public EntityMeter entities(String type) {
        return this;
    }

    @Override
    public ProjectionMeter projection(String name) {
        return this;
    }

    @Override
    public Span begin(Span.Kind kind, String name, String parent) {
        return new Unsampled(parent);
    }

    @Override
    public void answered(String outcome, long nanos) {}

    @Override
    public void read(String outcome, long nanos) {}

    @Override
    public void waited(long nanos) {}

    @Override
    public void wrote(int commands, long nanos) {}

    @Override
    public void stored(Class<?> event) {}

    @Override
    public void recovered(long nanos) {}

    @Override
    public void left() {}

    @Override
    public void applied(int events, Duration lag) {}

    @Override
    public void failed() {}
}
