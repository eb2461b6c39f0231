package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.billing.wallet.WalletEvent.CreditsConsumed;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsGranted;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsHeld;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsLapsed;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldCaptured;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldEnded;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldExpired;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldReleased;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpCompleted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpConfigured;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpFailed;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import java.util.Optional;

/**
 * An entry of a wallet's statement: the sum of all changes up to one is the balance after it.
 *
 * @param subject the grant that came or lapsed, the hold that began or ended; empty for what was consumed
 * @param reason as its command gave it; else empty
 * @param change what was added to the balance; negative for what was taken
 * @param after the balance after it
 */
public record Movement(Kind kind, Optional<String> subject, String reason, Balance change, Balance after) {

    /** What moved the credits. */
    public enum Kind {
        GRANTED,
        CONSUMED,
        HELD,
        CAPTURED,
        RELEASED,
        HOLD_EXPIRED,
        LAPSED
    }

    /** What the event moved; empty if it moved nothing. */
    public static Optional<Movement> of(WalletEvent event) {
        return switch (event) {
            case CreditsGranted it ->
                moved(Kind.GRANTED, it.grant().value(), it.reason(), new Balance(it.amount(), 0), it.after());
            case CreditsConsumed it ->
                Optional.of(new Movement(
                        Kind.CONSUMED,
                        Optional.empty(),
                        it.reason(),
                        new Balance(-Part.sum(it.parts()), 0),
                        it.after()));
            case CreditsHeld it -> {
                var amount = Part.sum(it.parts());
                yield moved(Kind.HELD, it.hold().value(), it.reason(), new Balance(-amount, amount), it.after());
            }
            case HoldCaptured it -> ended(Kind.CAPTURED, it);
            case HoldReleased it -> ended(Kind.RELEASED, it);
            case HoldExpired it -> ended(Kind.HOLD_EXPIRED, it);
            case CreditsLapsed it ->
                moved(Kind.LAPSED, it.grant().value(), "", new Balance(-it.amount(), 0), it.after());
            case WalletCreated _, TopUpConfigured _, TopUpRequested _, TopUpCompleted _, TopUpFailed _ ->
                Optional.empty();
        };
    }

    private static Optional<Movement> ended(Kind kind, HoldEnded end) {
        return moved(kind, end.hold().value(), "", new Balance(0, 0).after(end.ended()), end.after());
    }

    private static Optional<Movement> moved(Kind kind, String subject, String reason, Balance change, Balance after) {
        return Optional.of(new Movement(kind, Optional.of(subject), reason, change, after));
    }
}
