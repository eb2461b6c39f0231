package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.subscription.Subscription.Absent;
import dev.perennial.domain.billing.subscription.Subscription.Active;
import dev.perennial.domain.billing.subscription.Subscription.Cancelled;
import dev.perennial.domain.billing.subscription.Subscription.Incomplete;
import dev.perennial.domain.billing.subscription.Subscription.PastDue;
import dev.perennial.domain.billing.subscription.Subscription.Trialing;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.Reason;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionActivated;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a subscription as time goes by, and how it begins and ends. */
final class Timeline {

    /** How long the first charge may stay unpaid, from when it was asked for. */
    static final Duration TIME_TO_PAY = Duration.ofDays(1);

    /** How much is caught up with at once; a timer comes again for the rest. */
    private static final int MOST_STEPS = 100;

    private Timeline() {}

    /** All that is due by then, in order; nothing when nothing is. */
    static List<SubscriptionEvent> due(Subscription subscription, Instant now) {
        var all = new ArrayList<SubscriptionEvent>();
        var state = subscription;
        for (var step = 0; step < MOST_STEPS && isDue(state, now); step++) {
            for (var event : next(state, now)) {
                state = Evolution.of(state, event);
                all.add(event);
            }
        }
        return all;
    }

    private static boolean isDue(Subscription state, Instant now) {
        return state.dueAt().filter(at -> !at.isAfter(now)).isPresent();
    }

    private static List<SubscriptionEvent> next(Subscription state, Instant now) {
        return switch (state) {
            case Absent _ -> List.of();
            case Cancelled cancelled ->
                LateUsage.last(cancelled.book(), now).<SubscriptionEvent>map(ChargeDue::new).stream()
                        .toList();
            case Trialing trialing -> trialOver(trialing, now);
            case Incomplete(var running, var expiresAt) -> end(running, expiresAt, now, Reason.NEVER_PAID);
            case Active(var running) -> runOn(running, now);
            case PastDue(var running) -> runOn(running, now);
        };
    }

    private static List<SubscriptionEvent> trialOver(Trialing trialing, Instant now) {
        var over = trialing.trial().end();
        return trialing.ending()
                ? List.of(new SubscriptionCancelled(over, Reason.REQUESTED))
                : begin(trialing.deal(), over, now, trialing.book());
    }

    private static List<SubscriptionEvent> runOn(Running running, Instant now) {
        var over = !running.period().end().isAfter(now);
        if (running.ending() && over) {
            return end(running, running.period().end(), now, Reason.REQUESTED);
        }
        return running.open()
                .map(open -> List.<SubscriptionEvent>of(
                        new ChargeRetryDue(open.charge().id(), open.attempt() + 1)))
                .orElseGet(() -> renew(running, now));
    }

    /**
     * The first period begins, at {@code from} even if that was noticed late; it is entitled once it is paid, for which
     * there is time from now on.
     */
    static List<SubscriptionEvent> begin(Deal deal, Instant from, Instant now, Book book) {
        var cycle = new Cycle(from, deal.terms().interval());
        var period = cycle.nth(0);
        var charge = Charges.ofPeriod(Charge.Kind.FIRST, deal, period, List.of(), List.of(), book);
        var events = new ArrayList<SubscriptionEvent>();
        events.add(new SubscriptionOrdered(deal, cycle, period, now.plus(TIME_TO_PAY)));
        addCharge(events, charge);
        if (charge.isSettled()) {
            events.add(new SubscriptionActivated(from));
        }
        return events;
    }

    private static List<SubscriptionEvent> renew(Running running, Instant now) {
        var events = new ArrayList<SubscriptionEvent>();
        var start = running.period().end();
        var deal = running.scheduled().orElse(running.deal());
        var sameLength = deal.terms().interval() == running.deal().terms().interval();
        var cycle = sameLength ? running.cycle() : new Cycle(start, deal.terms().interval());
        if (running.scheduled().isPresent()) {
            events.add(new PlanChanged(start, deal, cycle, running.period(), Charges.nothing(deal)));
        }
        var period = cycle.at(start);
        events.add(new SubscriptionRenewed(period));
        var usage = Charges.usage(running, start, !deal.countsLike(running.deal()));
        var earlier = LateUsage.now(running.book().usage(), deal.currency(), now);
        addCharge(events, Charges.ofPeriod(Charge.Kind.RENEWAL, deal, period, usage, earlier, running.book()));
        return events;
    }

    /** What is free of charge needs no document; what the tenant's favour has paid for does. */
    private static void addCharge(List<SubscriptionEvent> events, Charge charge) {
        if (!charge.isSettled() || !charge.balance().isZero()) {
            events.add(new ChargeDue(charge));
        }
        if (charge.isSettled() && !charge.balance().isZero()) {
            events.add(new ChargePaid(charge.id()));
        }
    }

    /** It ends; what is open is given up, and what was used is still charged. */
    static List<SubscriptionEvent> end(Running running, Instant at, Instant now, Reason reason) {
        var events = new ArrayList<SubscriptionEvent>();
        var open = running.open().map(OpenCharge::charge);
        open.ifPresent(charge -> events.add(new ChargeAbandoned(charge.id())));
        if (reason != Reason.NEVER_PAID) {
            var book = open.map(charge -> running.book().abandoned(charge.id(), Optional.of(charge.balance())))
                    .orElse(running.book());
            // While a payment is awaited all goes on, also beyond a period at whose end it was to end.
            var until = open.isPresent() && now.isAfter(at) ? now : at;
            Charges.last(running, until, now, book).ifPresent(charge -> events.add(new ChargeDue(charge)));
        }
        events.add(new SubscriptionCancelled(at, reason));
        return events;
    }
}
