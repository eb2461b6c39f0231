package dev.perennial.domain.billing;

import java.time.Instant;

/** From {@code start} on and before {@code end}. */
public record Period(Instant start, Instant end) {

    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** Whether they have any time in common. */
    public boolean overlaps(Period other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }
}
