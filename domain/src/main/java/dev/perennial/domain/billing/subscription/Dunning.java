package dev.perennial.domain.billing.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a charge that failed is asked for again: 1, 3, 5 and 7 days after it failed first. Then it is given up. */
final class Dunning {

    private static final List<Duration> AFTER =
            List.of(Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));

    private Dunning() {}

    /** When the attempt after that one is due; empty when it was the last. */
    static Optional<Instant> retryAt(Instant firstFailure, int attempt) {
        return attempt <= AFTER.size() ? Optional.of(firstFailure.plus(AFTER.get(attempt - 1))) : Optional.empty();
    }
}
