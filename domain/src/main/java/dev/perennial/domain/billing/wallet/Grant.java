package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.Expiry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What is left of a grant.
 *
 * @param held what holds have taken of it; it outlives the grant's expiry
 * @param priority grants of a lower one are taken first
 */
public record Grant(GrantId id, long available, long held, int priority, Expiry expiry) {

    /** Which grant is taken before which: by priority, then by expiry. Of equals the older one comes first. */
    static final Comparator<Grant> ORDER =
            Comparator.comparingInt(Grant::priority).thenComparing(Grant::expiry, Grant::sooner);

    Grant withdrawn(long amount) {
        return new Grant(id, available - amount, held, priority, expiry);
    }

    Grant held(long amount) {
        return new Grant(id, available - amount, held + amount, priority, expiry);
    }

    Grant captured(long amount) {
        return new Grant(id, available, held - amount, priority, expiry);
    }

    /** Nothing is left, nor can anything come back. */
    boolean isSpent() {
        return available == 0 && held == 0;
    }

    /** When what is available of it lapses, if ever. */
    Optional<Instant> lapsesAt() {
        return switch (expiry) {
            case Expiry.At(var instant) when available > 0 -> Optional.of(instant);
            case Expiry.At _, Expiry.Never _ -> Optional.empty();
        };
    }

    private static int sooner(Expiry one, Expiry other) {
        return switch (one) {
            case Expiry.At(var instant) ->
                switch (other) {
                    case Expiry.At(var later) -> instant.compareTo(later);
                    case Expiry.Never _ -> -1;
                };
            case Expiry.Never _ ->
                switch (other) {
                    case Expiry.At _ -> 1;
                    case Expiry.Never _ -> 0;
                };
        };
    }
}
