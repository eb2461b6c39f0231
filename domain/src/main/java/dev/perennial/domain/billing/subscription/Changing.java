package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.subscription.Subscription.Absent;
import dev.perennial.domain.billing.subscription.Subscription.Active;
import dev.perennial.domain.billing.subscription.Subscription.Cancelled;
import dev.perennial.domain.billing.subscription.Subscription.Incomplete;
import dev.perennial.domain.billing.subscription.Subscription.PastDue;
import dev.perennial.domain.billing.subscription.Subscription.Trialing;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a change of plan or seats does: at once where it costs nothing more, when it is paid where it does, or later. */
final class Changing {

    private Changing() {}

    static Decision<SubscriptionEvent, Done> change(
            Subscription state, Function<Deal, Deal> wanted, When when, Instant now) {
        return switch (state) {
            case Absent _ -> Refused.notFound();
            case Cancelled _ -> Refused.cancelled();
            case Incomplete _ -> Refused.unpaid();
            case PastDue _ -> Refused.unpaid();
            case Trialing trialing -> {
                var deal = wanted.apply(trialing.deal());
                yield checked(trialing.deal(), deal, () -> changeTrial(trialing, deal, now));
            }
            case Active(var running) -> {
                var deal = wanted.apply(running.deal());
                yield checked(
                        running.deal(),
                        deal,
                        () -> when == When.NOW ? changeNow(running, deal, now) : schedule(running, deal));
            }
        };
    }

    private static Decision<SubscriptionEvent, Done> checked(
            Deal from, Deal to, Supplier<Decision<SubscriptionEvent, Done>> otherwise) {
        if (!Refused.hasFitSeats(to)) {
            return Refused.seats();
        }
        return from.currency().equals(to.currency()) ? otherwise.get() : Refused.currency();
    }

    /** Nothing is paid for yet, so it takes effect at once and costs nothing. */
    private static Decision<SubscriptionEvent, Done> changeTrial(Trialing trialing, Deal deal, Instant now) {
        var cycle = new Cycle(trialing.trial().start(), deal.terms().interval());
        return deal.equals(trialing.deal())
                ? Decision.accept()
                : Decision.accept(new PlanChanged(now, deal, cycle, trialing.trial(), Charges.nothing(deal)));
    }

    private static Decision<SubscriptionEvent, Done> changeNow(Running running, Deal deal, Instant now) {
        if (deal.equals(running.deal())) {
            return Decision.accept();
        }
        if (running.open().isPresent()) {
            return Refused.unpaid();
        }
        var change = Charges.change(running, deal, now);
        if (change.net().minor() > 0) {
            return Decision.accept(
                    new PlanChangeOrdered(deal, change.cycle(), change.period()),
                    new ChargeDue(Charges.of(change, running.book())));
        }
        var changed = new PlanChanged(
                now, deal, change.cycle(), change.period(), change.net().negated());
        return change.usage().isEmpty()
                ? Decision.accept(changed)
                : Decision.accept(
                        changed,
                        new ChargeDue(Charges.ofUsage(
                                Charge.Kind.CHANGE,
                                running.deal(),
                                running.period(),
                                change.usage(),
                                List.of(),
                                running.book())));
    }

    private static Decision<SubscriptionEvent, Done> schedule(Running running, Deal deal) {
        if (deal.equals(running.scheduled().orElse(running.deal()))) {
            return Decision.accept();
        }
        return deal.equals(running.deal())
                ? Decision.accept(new PlanChangeWithdrawn())
                : Decision.accept(new PlanChangeScheduled(deal));
    }
}
