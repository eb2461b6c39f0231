package dev.perennial.app.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Credits and holds on them: what a wallet is to its clients.
 *
 * @param revision how often it was changed
 * @param holds the amounts of those that are open
 */
record Credits(long revision, long available, Map<String, Long> holds) {

    Credits {
        holds = Map.copyOf(holds);
    }

    /** What an answer says of it. */
    record Standing(long revision, long available, long held) {}

    /** What clients saw, and how it stood after it, as it was answered. */
    sealed interface Access {

        record Held(String hold, long amount, Standing after) implements Access {}

        record Refused(long amount, long available) implements Access {}

        /** @param amount 0 for a release */
        record Captured(String hold, long amount, Standing after) implements Access {}

        record Seen(Standing now) implements Access {}
    }

    /** The model for {@link Linearizability}. */
    static Optional<Credits> after(Credits now, Access access) {
        return switch (access) {
            case Access.Held(var hold, var amount, var after) ->
                now.holds.containsKey(hold) || amount > now.available
                        ? Optional.empty()
                        : now.with(hold, amount).as(after);
            case Access.Refused(var amount, var available) ->
                available == now.available && amount > available ? Optional.of(now) : Optional.empty();
            case Access.Captured(var hold, var amount, var after) ->
                now.holds.getOrDefault(hold, -1L) < amount
                        ? Optional.empty()
                        : now.without(hold, amount).as(after);
            case Access.Seen(var standing) -> now.as(standing);
        };
    }

    private Credits with(String hold, long amount) {
        var more = new HashMap<>(holds);
        more.put(hold, amount);
        return new Credits(revision + 1, available - amount, more);
    }

    private Credits without(String hold, long captured) {
        var less = new HashMap<>(holds);
        less.remove(hold);
        var returned = holds.getOrDefault(hold, 0L) - captured;
        return new Credits(revision + 1, available + returned, less);
    }

    private Optional<Credits> as(Standing seen) {
        var held = holds.values().stream().mapToLong(Long::longValue).sum();
        return seen.equals(new Standing(revision, available, held)) ? Optional.of(this) : Optional.empty();
    }
}
