package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import java.time.Instant;
import java.util.Optional;

/**
 * A charge that is neither paid nor given up.
 *
 * @param attempt how often it has been asked for, counted from 1
 * @param asked whether the outcome of the last attempt is still to come
 * @param failedAt when the first attempt failed; the times of the others count from there
 */
public record OpenCharge(Charge charge, int attempt, boolean asked, Optional<Instant> failedAt) {

    OpenCharge failed(Instant at) {
        return new OpenCharge(charge, attempt, false, Optional.of(failedAt.orElse(at)));
    }

    OpenCharge askedAgain(int next) {
        return new OpenCharge(charge, next, true, failedAt);
    }

    /** When it is asked for again; never while an outcome is to come or when there are no attempts left. */
    Optional<Instant> retryAt() {
        return asked ? Optional.empty() : failedAt.flatMap(first -> Dunning.retryAt(first, attempt));
    }
}
