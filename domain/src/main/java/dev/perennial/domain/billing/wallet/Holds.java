package dev.perennial.domain.billing.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The open holds, the first to expire first. */
public record Holds(List<Hold> value) {

    static final Holds NONE = new Holds(List.of());

    public Holds {
        value = List.copyOf(value);
    }

    Optional<Hold> first() {
        return value.isEmpty() ? Optional.empty() : Optional.of(value.getFirst());
    }

    Optional<Hold> find(HoldId id) {
        for (var hold : value) {
            if (hold.id().equals(id)) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
    }

    Holds add(Hold hold) {
        var all = new ArrayList<>(value);
        var i = all.size();
        while (i > 0 && all.get(i - 1).expiresAt().isAfter(hold.expiresAt())) {
            i--;
        }
        all.add(i, hold);
        return new Holds(all);
    }

    Holds remove(HoldId id) {
        var all = new ArrayList<>(value);
        all.removeIf(hold -> hold.id().equals(id));
        return new Holds(all);
    }
}
