package dev.perennial.domain.billing.subscription;

import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.subscription.Subscription.Absent;
import dev.perennial.domain.billing.subscription.Subscription.Active;
import dev.perennial.domain.billing.subscription.Subscription.Cancelled;
import dev.perennial.domain.billing.subscription.Subscription.Incomplete;
import dev.perennial.domain.billing.subscription.Subscription.PastDue;
import dev.perennial.domain.billing.subscription.Subscription.Trialing;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangePlan;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangeSeats;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Resume;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.StartTrial;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.Reason;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.TrialStarted;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a {@link Subscription}. Whatever is due by the time of a command comes before it, whether or not a timer
 * has been there. All times are whole milliseconds.
 */
public final class SubscriptionDecider implements Decider<Subscription, SubscriptionCommand, SubscriptionEvent, Done> {

    private static final int TRIAL_HOURS = 24;

    @Override
    public Subscription initial() {
        return new Absent();
    }

    @Override
    public Decision<SubscriptionEvent, Done> decide(Subscription state, SubscriptionCommand command, Context context) {
        var now = context.now().truncatedTo(ChronoUnit.MILLIS);
        return command instanceof SettleCharge settle
                ? Settlement.decide(state, settle, now)
                : afterWhatIsDue(state, command, now);
    }

    private static Decision<SubscriptionEvent, Done> afterWhatIsDue(
            Subscription state, SubscriptionCommand command, Instant now) {
        var due = Timeline.due(state, now);
        var then = state;
        for (var event : due) {
            then = Evolution.of(then, event);
        }
        return switch (then(then, command, now)) {
            case Decision.Accepted<SubscriptionEvent, Done> accepted -> {
                var all = new ArrayList<>(due);
                all.addAll(accepted.events());
                yield accept(all);
            }
            case Decision.Rejected<SubscriptionEvent, Done> rejected -> rejected;
        };
    }

    private static Decision<SubscriptionEvent, Done> then(
            Subscription state, SubscriptionCommand command, Instant now) {
        return switch (command) {
            case Advance _ -> accept(List.of());
            case StartTrial(var deal) -> fresh(state, deal, now, true);
            case Subscribe(var deal) -> fresh(state, deal, now, false);
            case ChangePlan(var plan, var terms, var seats, var when) ->
                Changing.change(state, deal -> new Deal(plan, terms, seats.orElse(deal.seats())), when, now);
            case ChangeSeats(var seats, var when) -> Changing.change(state, deal -> deal.withSeats(seats), when, now);
            case Cancel(var when) -> cancel(state, when, now);
            case Resume _ -> resume(state);
            case SettleCharge settle -> Settlement.decide(state, settle, now);
        };
    }

    private static Decision<SubscriptionEvent, Done> fresh(Subscription state, Deal deal, Instant now, boolean trial) {
        return switch (state) {
            case Trialing _, Incomplete _, Active _, PastDue _ ->
                reject(Rejection.conflict("subscription.exists", "The tenant has a subscription."));
            case Absent _, Cancelled _ -> {
                if (!Refused.hasFitSeats(deal)) {
                    yield Refused.seats();
                }
                if (state.book()
                        .balance()
                        .filter(it -> !it.currency().equals(deal.currency()))
                        .isPresent()) {
                    yield Refused.currency();
                }
                yield trial
                        ? startTrial(state.book(), deal, now)
                        : accept(Timeline.begin(deal, now, now, state.book()));
            }
        };
    }

    private static Decision<SubscriptionEvent, Done> startTrial(Book book, Deal deal, Instant now) {
        if (book.trialed()) {
            return reject(Rejection.conflict("subscription.trial-used", "A tenant has one trial."));
        }
        var days = deal.terms().trialDays();
        return days > 0
                ? Decision.accept(new TrialStarted(
                        deal, new Period(now, now.plus((long) days * TRIAL_HOURS, ChronoUnit.HOURS))))
                : reject(Rejection.invalid("subscription.no-trial", "The plan has no trial."));
    }

    private static Decision<SubscriptionEvent, Done> cancel(Subscription state, When when, Instant now) {
        return switch (state) {
            case Absent _ -> Refused.notFound();
            case Cancelled _ -> accept(List.of());
            case Incomplete incomplete -> accept(Timeline.end(incomplete.running(), now, now, Reason.NEVER_PAID));
            case Trialing trialing ->
                when == When.NOW
                        ? Decision.accept(new SubscriptionCancelled(now, Reason.REQUESTED))
                        : scheduleEnd(trialing.ending());
            case Active(var running) -> cancel(running, when, now);
            case PastDue(var running) -> cancel(running, when, now);
        };
    }

    private static Decision<SubscriptionEvent, Done> cancel(Running running, When when, Instant now) {
        return when == When.NOW
                ? accept(Timeline.end(running, now, now, Reason.REQUESTED))
                : scheduleEnd(running.ending());
    }

    private static Decision<SubscriptionEvent, Done> scheduleEnd(boolean already) {
        return already ? Decision.accept() : Decision.accept(new CancellationScheduled());
    }

    private static Decision<SubscriptionEvent, Done> resume(Subscription state) {
        return switch (state) {
            case Absent _ -> Refused.notFound();
            case Cancelled _ -> Refused.cancelled();
            case Incomplete _ -> accept(List.of());
            case Trialing trialing -> resume(trialing.ending());
            case Active(var running) -> resume(running.ending());
            case PastDue(var running) -> resume(running.ending());
        };
    }

    private static Decision<SubscriptionEvent, Done> resume(boolean ending) {
        return ending ? Decision.accept(new CancellationWithdrawn()) : Decision.accept();
    }

    private static Decision<SubscriptionEvent, Done> accept(List<SubscriptionEvent> events) {
        return Decision.reply(Done.DONE, events);
    }

    @Override
    public Subscription evolve(Subscription state, SubscriptionEvent event) {
        return Evolution.of(state, event);
    }
}
