package dev.perennial.domain.billing.meter;

import dev.perennial.domain.billing.Aggregation;
import java.time.Duration;

/** A meter of the catalogue. */
public sealed interface Meter {

    record Absent() implements Meter {}

    /** Usage is counted. */
    record Defined(String name, Aggregation aggregation, Duration grace) implements Meter {}

    /** Usage was counted, and is not any more. */
    record Retired(String name, Aggregation aggregation, Duration grace) implements Meter {}
}
