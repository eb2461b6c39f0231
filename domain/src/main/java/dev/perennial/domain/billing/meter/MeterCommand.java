package dev.perennial.domain.billing.meter;

import dev.perennial.domain.billing.Aggregation;
import java.time.Duration;

/** What can be done with a {@link Meter}. */
public sealed interface MeterCommand {

    /**
     * Makes it what is said here, or leaves it so. What it makes of usage never changes.
     *
     * @param name 1 to {@value MeterDecider#MAX_NAME} characters
     * @param grace for how long after a period its usage may still come; up to {@link MeterDecider#MAX_GRACE}
     */
    record DefineMeter(String name, Aggregation aggregation, Duration grace) implements MeterCommand {}

    /** No usage is taken any more. */
    record RetireMeter() implements MeterCommand {}
}
