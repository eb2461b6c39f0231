package dev.perennial.domain.identity.apikey;

import java.time.Instant;

/** How long a credential is good for. */
public sealed interface Expiry {

    /** Until it is revoked. */
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
