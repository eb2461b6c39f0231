package dev.perennial.domain.billing.wallet;

import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.wallet.TopUps.Progress.Idle;
import dev.perennial.domain.billing.wallet.TopUps.Progress.Pausing;
import dev.perennial.domain.billing.wallet.TopUps.Progress.Pending;
import dev.perennial.domain.billing.wallet.Wallet.Absent;
import dev.perennial.domain.billing.wallet.Wallet.Open;
import dev.perennial.domain.billing.wallet.WalletCommand.CaptureHold;
import dev.perennial.domain.billing.wallet.WalletCommand.CompleteTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConfigureTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConsumeCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.CreateWallet;
import dev.perennial.domain.billing.wallet.WalletCommand.FailTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.GrantCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.HoldCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.ReleaseHold;
import dev.perennial.domain.billing.wallet.WalletCommand.SettleWallet;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsConsumed;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsGranted;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsHeld;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldCaptured;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldReleased;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpCompleted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpConfigured;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpFailed;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a {@link Wallet}. Credits are taken by priority, then what lapses soonest, then what was granted first. What
 * is available never falls below zero. Whatever expired by the time of a command does so before anything else of it; credits
 * that are held when their grant expires stay held, may be captured, and lapse when they would return.
 */
public final class WalletDecider implements Decider<Wallet, WalletCommand, WalletEvent, Balance> {

    /** The largest amount of a single command. */
    public static final long MAX_AMOUNT = 1_000_000_000_000_000L;

    /** What a wallet is granted in its life: every balance and sum is exact also as a floating-point number. */
    public static final long MAX_GRANTED = 9_000_000_000_000_000L;

    public static final int MAX_GRANTS = 500;
    public static final int MAX_HOLDS = 1_000;
    public static final int MAX_PRIORITY = 100;
    public static final int MAX_NAME_LENGTH = 100;
    public static final int MAX_REASON_LENGTH = 200;

    @Override
    public Wallet initial() {
        return new Absent();
    }

    @Override
    public Decision<WalletEvent, Balance> decide(Wallet state, WalletCommand command, Context context) {
        return switch (state) {
            case Absent _ -> absent(command);
            case Open wallet -> open(wallet, command, context.now());
        };
    }

    private static Decision<WalletEvent, Balance> absent(WalletCommand command) {
        return switch (command) {
            case CreateWallet(var name) ->
                WalletRefusals.invalidName(name)
                        .<Decision<WalletEvent, Balance>>map(Decision::reject)
                        .orElseGet(() -> Decision.reply(Totals.NONE.balance(), List.of(new WalletCreated(name))));
            case GrantCredits _,
                    ConsumeCredits _,
                    HoldCredits _,
                    CaptureHold _,
                    ReleaseHold _,
                    ConfigureTopUp _,
                    CompleteTopUp _,
                    FailTopUp _,
                    SettleWallet _ -> reject(Rejection.notFound("wallet.not-found", "There is no such wallet."));
        };
    }

    private static Decision<WalletEvent, Balance> open(Open before, WalletCommand command, Instant now) {
        var settlement = Settlement.of(before, now);
        var wallet = settlement.wallet();
        var refusal = WalletRefusals.of(wallet, command, now);
        if (refusal.isPresent()) {
            return reject(refusal.get());
        }
        var events = new ArrayList<>(settlement.events());
        for (var event : events(wallet, command, now)) {
            events.add(event);
            wallet = wallet.after(event);
        }
        var balance = wallet.balance();
        wallet.topUps().request(balance.available(), now).ifPresent(events::add);
        return Decision.reply(balance, events);
    }

    /** What a command that nothing speaks against means by itself. */
    private static List<? extends WalletEvent> events(Open wallet, WalletCommand command, Instant now) {
        var balance = wallet.balance();
        return switch (command) {
            case CreateWallet _, SettleWallet _ -> List.of();
            case GrantCredits(var grant, var amount, var priority, var expiry, var reason) ->
                List.of(new CreditsGranted(grant, amount, priority, expiry, reason, balance.plus(amount, 0)));
            case ConsumeCredits(var amount, var reason) ->
                List.of(new CreditsConsumed(wallet.grants().take(amount), reason, balance.plus(-amount, 0)));
            case HoldCredits(var hold, var amount, var lifetime, var reason) ->
                List.of(new CreditsHeld(
                        hold, wallet.grants().take(amount), now.plus(lifetime), reason, balance.plus(-amount, amount)));
            case CaptureHold(var id, var amount) -> end(wallet, id, amount, now, HoldCaptured::new);
            case ReleaseHold(var id) -> end(wallet, id, 0, now, HoldReleased::new);
            case ConfigureTopUp(var policy) ->
                policy.equals(wallet.topUps().policy()) ? List.of() : List.of(new TopUpConfigured(policy));
            case CompleteTopUp(var topUp) -> complete(wallet, topUp, now);
            case FailTopUp(var topUp, var reason) ->
                wallet.topUps().isPending(topUp)
                        ? List.of(new TopUpFailed(topUp, reason, now.plus(TopUps.PAUSE)))
                        : List.of();
        };
    }

    @FunctionalInterface
    private interface End {
        WalletEvent of(HoldId hold, Ended ended, Balance after);
    }

    private static List<WalletEvent> end(Open wallet, HoldId id, long captured, Instant now, End end) {
        return wallet.holds()
                .find(id)
                .map(hold -> Ended.of(hold, captured, wallet.grants(), now))
                .map(ended -> end.of(id, ended, wallet.balance().after(ended)))
                .map(List::of)
                .orElseGet(List::of);
    }

    private static List<WalletEvent> complete(Open wallet, TopUpId topUp, Instant now) {
        return switch (wallet.topUps().progress()) {
            case Pending(var pending, var terms)
            when pending.equals(topUp) ->
                List.of(
                        new CreditsGranted(
                                topUp.grant(),
                                terms.amount(),
                                terms.priority(),
                                terms.expiry(now),
                                "",
                                wallet.balance().plus(terms.amount(), 0)),
                        new TopUpCompleted(topUp));
            case Pending _, Idle _, Pausing _ -> List.of();
        };
    }

    @Override
    public Wallet evolve(Wallet state, WalletEvent event) {
        return switch (state) {
            case Absent _ -> event instanceof WalletCreated(var name) ? Open.named(name) : state;
            case Open wallet -> wallet.after(event);
        };
    }
}
