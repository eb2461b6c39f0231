package dev.perennial.domain.kernel;

import java.time.Instant;

/** How long something is good for. */
public sealed interface Expiry {

    /** For ever, unless somebody ends it. */
    record Never() implements Expiry {}

    /** Until just before this instant. */
    record At(Instant instant) implements Expiry {}

    /** Whether it is over. */
    default boolean reached(Instant now) {
        return switch (this) {
            case Never _ -> false;
            case At(var instant) -> !now.isBefore(instant);
        };
    }
}
