package dev.perennial.app.cluster;

import java.util.Optional;

/** Units used of a hard limit: what the gate is to its clients. */
record Counter(long limit, long used) {

    /** What clients saw. */
    sealed interface Access {

        /** @param used after it, as it was answered */
        record Granted(long units, long used) implements Access {}

        /** @param used before and after it */
        record Refused(long units, long used) implements Access {}

        record Seen(long used) implements Access {}
    }

    /** The model for {@link Linearizability}. */
    static Optional<Counter> after(Counter now, Access access) {
        return switch (access) {
            case Access.Granted(var units, var used) ->
                used == now.used + units && used <= now.limit
                        ? Optional.of(new Counter(now.limit, used))
                        : Optional.empty();
            case Access.Refused(var units, var used) ->
                used == now.used && used + units > now.limit ? Optional.of(now) : Optional.empty();
            case Access.Seen(var used) -> used == now.used ? Optional.of(now) : Optional.empty();
        };
    }
}
