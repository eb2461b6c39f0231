package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.Expiry;
import java.time.Duration;

/**
 * What one can ask of a {@link Wallet}. All answer with the balance after. Amounts are 1 to
 * {@value WalletDecider#MAX_AMOUNT}; reasons are empty or one line of at most {@value WalletDecider#MAX_REASON_LENGTH}
 * characters.
 */
public sealed interface WalletCommand {

    record CreateWallet(String name) implements WalletCommand {}

    /** @param priority 0 to {@value WalletDecider#MAX_PRIORITY}; credits of a lower one are taken first */
    record GrantCredits(GrantId grant, long amount, int priority, Expiry expiry, String reason)
            implements WalletCommand {}

    record ConsumeCredits(long amount, String reason) implements WalletCommand {}

    /** Sets credits aside. @param lifetime one second to 30 days, after which they return of themselves */
    record HoldCredits(HoldId hold, long amount, Duration lifetime, String reason) implements WalletCommand {}

    /** Consumes all or a part of a hold; what is not captured returns, and the hold is over. */
    record CaptureHold(HoldId hold, long amount) implements WalletCommand {}

    /** Ends a hold; its credits return. */
    record ReleaseHold(HoldId hold) implements WalletCommand {}

    record ConfigureTopUp(TopUpPolicy policy) implements WalletCommand {}

    /**
     * The top-up is paid: its credits are granted, once however often this is sent. Refused with
     * {@code top-up.failed} after {@link FailTopUp}: whoever paid gets the money back.
     */
    record CompleteTopUp(TopUpId topUp) implements WalletCommand {}

    /**
     * Nothing was paid for the top-up, nor will be. Another one is begun after {@link TopUps#PAUSE}, if credits are still
     * short. Refused with {@code top-up.completed} once its credits are granted.
     */
    record FailTopUp(TopUpId topUp, String reason) implements WalletCommand {}

    /** Does what is due: what expired lapses or returns, a top-up is tried again. Nothing if nothing is. */
    record SettleWallet() implements WalletCommand {}
}
