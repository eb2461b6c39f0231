package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.wallet.Wallet.Open;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsLapsed;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldExpired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wallet after all that was over by a time: in the order in which it ended, holds before the grants that end in the same
 * moment, so that what returns to such a grant lapses with the hold.
 *
 * @param events what led there; none if nothing was over
 */
record Settlement(Open wallet, List<WalletEvent> events) {

    Settlement {
        events = List.copyOf(events);
    }

    static Settlement of(Open wallet, Instant now) {
        var next = next(wallet, now);
        if (next.isEmpty()) {
            return new Settlement(wallet, List.of());
        }
        var settled = wallet;
        var events = new ArrayList<WalletEvent>();
        while (next.isPresent()) {
            events.add(next.get());
            settled = settled.after(next.get());
            next = next(settled, now);
        }
        return new Settlement(settled, events);
    }

    private static Optional<WalletEvent> next(Open wallet, Instant now) {
        var hold = wallet.holds().first().filter(it -> !it.expiresAt().isAfter(now));
        var grant = wallet.grants().nextToLapse().filter(it -> it.expiry().reached(now));
        if (hold.isPresent()
                && !grant.flatMap(Grant::lapsesAt)
                        .map(hold.get().expiresAt()::isAfter)
                        .orElse(false)) {
            return hold.map(it -> expired(wallet, it));
        }
        return grant.map(it -> lapsed(wallet, it));
    }

    private static WalletEvent expired(Open wallet, Hold hold) {
        var ended = Ended.of(hold, 0, wallet.grants(), hold.expiresAt());
        return new HoldExpired(
                hold.id(), hold.expiresAt(), ended, wallet.balance().after(ended));
    }

    private static WalletEvent lapsed(Open wallet, Grant grant) {
        var amount = grant.available();
        return new CreditsLapsed(
                grant.id(),
                amount,
                grant.lapsesAt().orElseThrow(),
                wallet.balance().plus(-amount, 0));
    }
}
