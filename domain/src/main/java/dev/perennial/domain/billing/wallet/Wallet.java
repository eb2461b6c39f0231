package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.wallet.WalletEvent.CreditsConsumed;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsGranted;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsHeld;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsLapsed;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldEnded;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpCompleted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpConfigured;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpFailed;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Credits of a tenant, in whole units. */
public sealed interface Wallet {

    record Absent() implements Wallet {}

    record Open(String name, Totals totals, Grants grants, Holds holds, TopUps topUps) implements Wallet {

        public Balance balance() {
            return totals.balance();
        }

        /** When something is to be done of itself: credits lapse, a hold expires, a top-up is tried again. */
        public Optional<Instant> dueAt() {
            return Stream.of(
                            holds.first().map(Hold::expiresAt),
                            grants.nextToLapse().flatMap(Grant::lapsesAt),
                            topUps.nextTry(balance().available()))
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
        }

        /** The same at a time, also if nothing was sent to it since something expired. */
        public Open at(Instant now) {
            return Settlement.of(this, now).wallet();
        }

        static Open named(String name) {
            return new Open(name, Totals.NONE, Grants.NONE, Holds.NONE, TopUps.NONE);
        }

        Open after(WalletEvent event) {
            return switch (event) {
                case WalletCreated _ -> this;
                case CreditsGranted granted -> with(totals.grant(granted.amount()), grants.add(granted.asGrant()));
                case CreditsConsumed consumed ->
                    with(totals.consume(Part.sum(consumed.parts())), grants.withdraw(consumed.parts()));
                case CreditsHeld held -> with(held);
                case HoldEnded end -> without(end.hold(), end.ended());
                case CreditsLapsed lapsed ->
                    with(totals.lapse(lapsed.amount()), grants.withdraw(List.of(lapsed.asPart())));
                case TopUpConfigured(var policy) -> with(topUps.configured(policy));
                case TopUpRequested request -> with(topUps.requested(request));
                case TopUpCompleted _ -> with(topUps.completed());
                case TopUpFailed failed -> with(topUps.failed(failed.topUp(), failed.retryAt()));
            };
        }

        private Open with(Totals nextTotals, Grants nextGrants) {
            return new Open(name, nextTotals, nextGrants, holds, topUps);
        }

        private Open with(TopUps next) {
            return new Open(name, totals, grants, holds, next);
        }

        private Open with(CreditsHeld held) {
            var hold = new Hold(held.hold(), held.expiresAt(), held.parts());
            return new Open(name, totals.hold(hold.amount()), grants.hold(held.parts()), holds.add(hold), topUps);
        }

        private Open without(HoldId hold, Ended ended) {
            var left = grants.capture(ended.captured()).capture(ended.lapsed()).giveBack(ended.returned());
            return new Open(name, totals.end(ended), left, holds.remove(hold), topUps);
        }
    }
}
