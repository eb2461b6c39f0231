package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.kernel.Expiry;
import java.time.Duration;
import java.time.Instant;

/**
 * What a top-up gives, and for how much.
 *
 * @param amount credits, at most {@value TopUpPolicy#MAX_AMOUNT}
 * @param price more than nothing
 * @param priority of the credits
 * @param expiryDays how long the credits last from their payment on; 0 for ever, at most {@value #MAX_EXPIRY_DAYS}
 */
public record TopUpTerms(long amount, Money price, int priority, int expiryDays) {

    public static final int MAX_EXPIRY_DAYS = 3650;

    Expiry expiry(Instant paidAt) {
        return expiryDays == 0 ? new Expiry.Never() : new Expiry.At(paidAt.plus(Duration.ofDays(expiryDays)));
    }
}
