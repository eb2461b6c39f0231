package dev.perennial.persistence.journal;

import dev.perennial.domain.kernel.Caller;

/** Reads what the entity shell stored. */
public interface EventCodec {

    /**
     * @param manifest name and version of the event, {@code module.fact#1}
     * @param payload the recorded envelope
     */
    Decoded decode(String manifest, byte[] payload);

    /**
     * A recorded event.
     *
     * @param event in its current version
     * @param caller who caused it
     * @param trace the W3C traceparent under which it was caused, or empty
     */
    record Decoded(Object event, Caller caller, String trace) {}
}
