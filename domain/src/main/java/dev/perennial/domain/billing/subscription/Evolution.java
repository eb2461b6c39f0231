package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Hours;
import dev.perennial.domain.billing.subscription.Subscription.Absent;
import dev.perennial.domain.billing.subscription.Subscription.Active;
import dev.perennial.domain.billing.subscription.Subscription.Cancelled;
import dev.perennial.domain.billing.subscription.Subscription.Incomplete;
import dev.perennial.domain.billing.subscription.Subscription.PastDue;
import dev.perennial.domain.billing.subscription.Subscription.Trialing;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeFailed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionActivated;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.TrialStarted;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event makes of a {@link Subscription}. */
final class Evolution {

    private Evolution() {}

    static Subscription of(Subscription state, SubscriptionEvent event) {
        return switch (event) {
            case TrialStarted(var deal, var trial) ->
                new Trialing(deal, trial, false, state.book().withTrial());
            case SubscriptionOrdered(var deal, var cycle, var period, var expiresAt) ->
                new Incomplete(
                        Running.begun(deal, cycle, period, since(state, period.start()), state.book()), expiresAt);
            case SubscriptionActivated _ -> active(state);
            case SubscriptionRenewed(var period) -> running(state, it -> it.with(period));
            case PlanChangeOrdered order -> running(state, it -> it.withOrder(order));
            case PlanChanged change -> changed(state, change);
            case PlanChangeScheduled(var deal) -> running(state, it -> it.withScheduled(Optional.of(deal)));
            case PlanChangeWithdrawn _ -> running(state, it -> it.withScheduled(Optional.empty()));
            case CancellationScheduled _ -> ending(state, true);
            case CancellationWithdrawn _ -> ending(state, false);
            case ChargeDue due -> due(state, due);
            case ChargeRetryDue(var charge, var attempt) -> asked(state, charge, attempt);
            case ChargePaid(var charge) -> paid(state, charge);
            case ChargeFailed failure -> failed(state, failure);
            case ChargeAbandoned(var charge) -> abandoned(state, charge);
            case SubscriptionCancelled(var at, var reason) -> new Cancelled(state.bought(), at, reason, state.book());
        };
    }

    private static Subscription active(Subscription state) {
        return switch (state) {
            case Incomplete incomplete -> new Active(incomplete.running());
            case Absent _, Trialing _, Active _, PastDue _, Cancelled _ -> state;
        };
    }

    private static Subscription changed(Subscription state, PlanChanged change) {
        return state instanceof Trialing trialing
                ? new Trialing(change.deal(), trialing.trial(), trialing.ending(), trialing.book())
                : running(state, it -> it.changed(change));
    }

    private static Subscription ending(Subscription state, boolean ending) {
        return state instanceof Trialing trialing
                ? new Trialing(trialing.deal(), trialing.trial(), ending, trialing.book())
                : running(state, it -> it.withEnding(ending));
    }

    /** An hour in which one subscription or trial ended and this one began is not counted twice. */
    private static Instant since(Subscription before, Instant start) {
        return switch (before) {
            case Trialing _ -> Hours.from(start);
            case Cancelled cancelled when Hours.from(cancelled.at()).isAfter(start) -> Hours.from(cancelled.at());
            case Absent _, Incomplete _, Active _, PastDue _, Cancelled _ -> start;
        };
    }

    private static Subscription due(Subscription state, ChargeDue due) {
        var charge = due.charge();
        if (state instanceof Cancelled(var last, var at, var reason, var book)) {
            return new Cancelled(last, at, reason, book.charged(charge));
        }
        var open = new OpenCharge(charge, 1, true, Optional.empty());
        return running(
                state,
                it -> it.with(Optional.of(open)).with(it.book().charged(charge)).without(charge));
    }

    private static Subscription asked(Subscription state, ChargeId charge, int attempt) {
        return running(state, it -> it.isOpen(charge) ? it.with(it.open().map(open -> open.askedAgain(attempt))) : it);
    }

    private static Subscription paid(Subscription state, ChargeId charge) {
        return switch (state) {
            case PastDue(var running) when running.isOpen(charge) -> new Active(running.closed());
            case Absent _, Trialing _, Incomplete _, Active _, PastDue _, Cancelled _ ->
                running(state, it -> it.isOpen(charge) ? it.closed() : it);
        };
    }

    private static Subscription failed(Subscription state, ChargeFailed failure) {
        return switch (state) {
            case Active(var running) -> new PastDue(failed(running, failure));
            case Absent _, Trialing _, Incomplete _, PastDue _, Cancelled _ ->
                running(state, it -> failed(it, failure));
        };
    }

    private static Running failed(Running running, ChargeFailed failure) {
        return running.with(running.open().map(open -> open.failed(failure.at())));
    }

    private static Subscription abandoned(Subscription state, ChargeId charge) {
        return running(state, it -> {
            var returned = it.open()
                    .filter(open -> open.charge().id().equals(charge))
                    .map(open -> open.charge().balance());
            var left = returned.isPresent() ? it.closed() : it;
            return left.with(left.book().abandoned(charge, returned));
        });
    }

    /** A change of what has billing periods; anything else stays as it is. */
    private static Subscription running(Subscription state, UnaryOperator<Running> change) {
        return switch (state) {
            case Incomplete(var running, var expiresAt) -> new Incomplete(change.apply(running), expiresAt);
            case Active(var running) -> new Active(change.apply(running));
            case PastDue(var running) -> new PastDue(change.apply(running));
            case Absent _, Trialing _, Cancelled _ -> state;
        };
    }
}
