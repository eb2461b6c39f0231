package dev.perennial.persistence.telemetry;

import java.time.Duration;

/** Told of what the runners of one projection do. */
public interface ProjectionMeter {

    /**
     * Events took effect.
     *
     * @param lag from the decision of the last of them
     */
    void applied(int events, Duration lag);

    /** A page could not be applied and is tried again. */
    void failed();
}
