package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Expiry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What can have happened to a {@link Wallet}. Stored for ever: a change of form is a new version. Whatever moves credits
 * says which grants' they were and the balance after, so a statement needs nothing but the events.
 */
public sealed interface WalletEvent {

    @EventName("billing.wallet-created")
    record WalletCreated(String name) implements WalletEvent {}

    @EventName("billing.credits-granted")
    record CreditsGranted(GrantId grant, long amount, int priority, Expiry expiry, String reason, Balance after)
            implements WalletEvent {

        Grant asGrant() {
            return new Grant(grant, amount, 0, priority, expiry);
        }
    }

    @EventName("billing.credits-consumed")
    record CreditsConsumed(List<Part> parts, String reason, Balance after) implements WalletEvent {
        public CreditsConsumed {
            parts = List.copyOf(parts);
        }
    }

    @EventName("billing.credits-held")
    record CreditsHeld(HoldId hold, List<Part> parts, Instant expiresAt, String reason, Balance after)
            implements WalletEvent {
        public CreditsHeld {
            parts = List.copyOf(parts);
        }
    }

    /** A hold is over. */
    sealed interface HoldEnded extends WalletEvent {

        HoldId hold();

        Ended ended();

        Balance after();
    }

    @EventName("billing.hold-captured")
    record HoldCaptured(HoldId hold, Ended ended, Balance after) implements HoldEnded {}

    @EventName("billing.hold-released")
    record HoldReleased(HoldId hold, Ended ended, Balance after) implements HoldEnded {}

    /** @param dueAt when it was over; this was noticed with the next command, or soon by a timer */
    @EventName("billing.hold-expired")
    record HoldExpired(HoldId hold, Instant dueAt, Ended ended, Balance after) implements HoldEnded {}

    /** What was available of a grant lapsed. @param dueAt as of a hold */
    @EventName("billing.credits-lapsed")
    record CreditsLapsed(GrantId grant, long amount, Instant dueAt, Balance after) implements WalletEvent {

        Part asPart() {
            return new Part(grant, amount);
        }
    }

    @EventName("billing.top-up-configured")
    record TopUpConfigured(TopUpPolicy policy) implements WalletEvent {}

    /** Credits are short: the price is to be collected. @param day in UTC, on which it counts */
    @EventName("billing.top-up-requested")
    record TopUpRequested(TopUpId topUp, TopUpTerms terms, LocalDate day) implements WalletEvent {}

    /** It is paid; {@link CreditsGranted} came right before. */
    @EventName("billing.top-up-completed")
    record TopUpCompleted(TopUpId topUp) implements WalletEvent {}

    /** @param retryAt from when on another one may be requested */
    @EventName("billing.top-up-failed")
    record TopUpFailed(TopUpId topUp, String reason, Instant retryAt) implements WalletEvent {}
}
