package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.Expiry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The grants of which something is left, in the order in which they are taken. Whoever takes goes through the first ones
 * only, so that a command costs the same whatever has been granted before.
 */
public record Grants(List<Grant> value) {

    static final Grants NONE = new Grants(List.of());

    public Grants {
        value = List.copyOf(value);
    }

    /** Where an amount that is available would be taken from. */
    List<Part> take(long amount) {
        var parts = new ArrayList<Part>(1);
        var missing = amount;
        for (var i = 0; i < value.size() && missing > 0; i++) {
            var taken = Math.min(value.get(i).available(), missing);
            if (taken > 0) {
                parts.add(new Part(value.get(i).id(), taken));
                missing -= taken;
            }
        }
        return parts;
    }

    boolean contains(GrantId id) {
        return find(value, id) >= 0;
    }

    /** Whether the grant can give nothing any more; what comes back to it lapses. */
    boolean isOver(GrantId id, Instant now) {
        var i = find(value, id);
        return i < 0 || value.get(i).expiry().reached(now);
    }

    /** The first grant to lapse. */
    Optional<Grant> nextToLapse() {
        Optional<Grant> next = Optional.empty();
        var soonest = Instant.MAX;
        for (var grant : value) {
            if (grant.available() > 0
                    && grant.expiry() instanceof Expiry.At(var instant)
                    && instant.isBefore(soonest)) {
                next = Optional.of(grant);
                soonest = instant;
            }
        }
        return next;
    }

    Grants add(Grant grant) {
        var all = new ArrayList<>(value);
        var i = all.size();
        while (i > 0 && Grant.ORDER.compare(all.get(i - 1), grant) > 0) {
            i--;
        }
        all.add(i, grant);
        return new Grants(all);
    }

    Grants withdraw(List<Part> parts) {
        return change(parts, Grant::withdrawn);
    }

    Grants hold(List<Part> parts) {
        return change(parts, Grant::held);
    }

    Grants capture(List<Part> parts) {
        return change(parts, Grant::captured);
    }

    Grants giveBack(List<Part> parts) {
        return change(parts, (grant, amount) -> grant.held(-amount));
    }

    private Grants change(List<Part> parts, BiFunction<Grant, Long, Grant> change) {
        if (parts.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(value);
        for (var part : parts) {
            var i = find(all, part.grant());
            if (i >= 0) {
                var changed = change.apply(all.get(i), part.amount());
                if (changed.isSpent()) {
                    all.remove(i);
                } else {
                    all.set(i, changed);
                }
            }
        }
        return new Grants(all);
    }

    private static int find(List<Grant> grants, GrantId id) {
        for (var i = 0; i < grants.size(); i++) {
            if (grants.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
