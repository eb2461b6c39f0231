package dev.perennial.domain.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A subscription that is lived through: commands at times, and all that came of them. */
final class Life {

    private final SubscriptionDecider decider = new SubscriptionDecider();
    private final List<SubscriptionEvent> events = new ArrayList<>();
    private Subscription state = decider.initial();

    Subscription state() {
        return state;
    }

    /** What the command made happen. */
    List<SubscriptionEvent> accepted(Instant now, SubscriptionCommand command) {
        return switch (decide(now, command)) {
            case Decision.Accepted<SubscriptionEvent, ?>(var happened, var reply) -> {
                assertThat(reply).isNotNull();
                happened.forEach(event -> state = decider.evolve(state, event));
                events.addAll(happened);
                yield happened;
            }
            case Decision.Rejected<SubscriptionEvent, ?>(var rejection) ->
                throw new AssertionError(command + " in " + state + ": " + rejection);
        };
    }

    Optional<Rejection> tried(Instant now, SubscriptionCommand command) {
        return switch (decide(now, command)) {
            case Decision.Accepted<SubscriptionEvent, ?> _ -> {
                accepted(now, command);
                yield Optional.empty();
            }
            case Decision.Rejected<SubscriptionEvent, ?>(var rejection) -> Optional.of(rejection);
        };
    }

    /** Lets the timer come until nothing is due, while all that is asked for is paid at once. */
    void payUntil(Instant now) {
        do {
            open().ifPresent(id -> accepted(now, new SettleCharge(id, attempt(), Outcome.PAID)));
        } while (!accepted(now, new Advance()).isEmpty() || open().isPresent());
    }

    Optional<ChargeId> open() {
        return running().flatMap(Running::open).map(open -> open.charge().id());
    }

    int attempt() {
        return running().flatMap(Running::open).map(OpenCharge::attempt).orElse(0);
    }

    Optional<Running> running() {
        return switch (state) {
            case Subscription.Incomplete incomplete -> Optional.of(incomplete.running());
            case Subscription.Active(var running) -> Optional.of(running);
            case Subscription.PastDue(var running) -> Optional.of(running);
            case Subscription.Absent _, Subscription.Trialing _, Subscription.Cancelled _ -> Optional.empty();
        };
    }

    List<Charge> charges() {
        return all(ChargeDue.class).map(ChargeDue::charge).toList();
    }

    /** What was paid for; what was given up never was. */
    Money paid() {
        var paid = all(ChargePaid.class).map(ChargePaid::charge).toList();
        return charges().stream()
                .filter(charge -> paid.contains(charge.id()))
                .map(Charge::total)
                .reduce(Deals.eur(0), Money::plus);
    }

    Money favour() {
        return state.book().balance().orElse(Deals.eur(0));
    }

    /** What changes gave in favour, ever. */
    Money credited() {
        return all(PlanChanged.class).map(PlanChanged::credited).reduce(Deals.eur(0), Money::plus);
    }

    List<ChargeId> abandoned() {
        return all(ChargeAbandoned.class).map(ChargeAbandoned::charge).toList();
    }

    List<Instant> renewals() {
        return all(SubscriptionRenewed.class).map(it -> it.period().start()).toList();
    }

    /** Whether something was bought at that time, and not in trial. */
    boolean isBought(Instant at) {
        var bought = false;
        for (var event : events) {
            if (event instanceof SubscriptionOrdered(var _, var _, var period, var _)) {
                bought |= !period.start().isAfter(at);
            } else if (event instanceof SubscriptionCancelled(var end, var _)) {
                bought &= end.isAfter(at);
            }
        }
        return bought;
    }

    private <E> Stream<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    private Decision<SubscriptionEvent, ?> decide(Instant now, SubscriptionCommand command) {
        var context = new Context(new TenantId("acme"), new EntityId("acme"), now, Caller.operator("op"));
        return decider.decide(state, command, context);
    }
}
