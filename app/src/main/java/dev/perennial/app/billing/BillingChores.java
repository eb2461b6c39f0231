package dev.perennial.app.billing;

import dev.perennial.app.Chore;
import dev.perennial.app.Platform;
import dev.perennial.persistence.billing.SubscriptionViews;
import dev.perennial.persistence.billing.Timers;
import dev.perennial.persistence.billing.WalletViews;
import java.util.List;

/** What billing does by the clock: each entity that is due is told so. */
final class BillingChores {

    private static final int MOST_AT_ONCE = 500;

    private BillingChores() {}

    static List<Chore> of(Platform platform) {
        return List.of(
                timers("subscription-timers", platform, SubscriptionViews.TIMERS),
                timers("wallet-timers", platform, WalletViews.TIMERS) //
                );
    }

    private static Chore timers(String name, Platform platform, Timers<?> timers) {
        return new Chore(name, platform.settings().billing().timerInterval(), () -> {
            var now = platform.clock().instant();
            var told = timers.run(platform.entities(), platform.database().projection(), now, MOST_AT_ONCE);
            return new Chore.Due(told.count(), told.longest());
        });
    }
}
