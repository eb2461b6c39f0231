package dev.perennial.app.billing;

import dev.perennial.app.Chore;
import dev.perennial.app.Platform;
import dev.perennial.persistence.billing.DueBilling;
import dev.perennial.persistence.billing.InvoiceNumbers;
import java.time.Duration;

/** What invoices need that no event brings about. */
final class InvoiceChores {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** By then whoever assigned a number has brought it to its invoice, or died. */
    private static final Duration SETTLED_BY = Duration.ofSeconds(30);

    private static final int MOST_AT_ONCE = 100;

    private InvoiceChores() {}

    /** Brings numbers to their invoices which were left half-way, and back those that were assigned for nothing. */
    static Chore numbers(Platform platform) {
        var due = new DueBilling(platform.database().projection());
        var numbers = new InvoiceNumbers(platform.entities());
        return new Chore("invoice-numbers", EVERY, () -> {
            var now = platform.clock().instant();
            var waiting = due.series(now.minus(SETTLED_BY), MOST_AT_ONCE);
            waiting.forEach(series -> numbers.settleAll(series.tenant()));
            return waiting.isEmpty()
                    ? Chore.Due.NOTHING
                    : new Chore.Due(
                            waiting.size(), Duration.between(waiting.getFirst().since(), now));
        });
    }
}
