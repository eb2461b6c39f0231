package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.subscription.Subscription.Absent;
import dev.perennial.domain.billing.subscription.Subscription.Active;
import dev.perennial.domain.billing.subscription.Subscription.Cancelled;
import dev.perennial.domain.billing.subscription.Subscription.Incomplete;
import dev.perennial.domain.billing.subscription.Subscription.PastDue;
import dev.perennial.domain.billing.subscription.Subscription.Trialing;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeFailed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.Reason;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionActivated;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from the outcome of collecting a charge. Money that arrives for a charge that was given up is refused, so
 * that whoever collected it gives it back; any other repeated outcome is no news.
 */
final class Settlement {

    private Settlement() {}

    static Decision<SubscriptionEvent, Done> decide(Subscription state, SettleCharge settle, Instant now) {
        var id = settle.charge();
        if (id.value() < 1 || id.value() > state.book().charges()) {
            return Decision.reject(Rejection.notFound("subscription.charge-not-found", "There is no such charge."));
        }
        if (settle.outcome() == Outcome.PAID && state.book().abandoned().contains(id)) {
            return unwanted();
        }
        return switch (state) {
            case Absent _, Trialing _, Cancelled _ -> Decision.accept();
            case Incomplete(var running, var expiresAt)
            when running.isOpen(id) -> first(running, settle, expiresAt, now);
            case Active(var running) when running.isOpen(id) -> further(running, settle, now);
            case PastDue(var running) when running.isOpen(id) -> further(running, settle, now);
            case Incomplete _, Active _, PastDue _ -> Decision.accept();
        };
    }

    private static Decision<SubscriptionEvent, Done> first(
            Running running, SettleCharge settle, Instant expiresAt, Instant now) {
        return switch (settle.outcome()) {
            case PAID ->
                expiresAt.isAfter(now)
                        ? Decision.accept(new ChargePaid(settle.charge()), new SubscriptionActivated(now))
                        : unwanted();
            case FAILED ->
                isNews(running, settle)
                        ? Decision.accept(new ChargeFailed(settle.charge(), settle.attempt(), now))
                        : Decision.accept();
        };
    }

    private static Decision<SubscriptionEvent, Done> further(Running running, SettleCharge settle, Instant now) {
        return switch (settle.outcome()) {
            case PAID -> paid(running, settle, now);
            case FAILED -> isNews(running, settle) ? failed(running, settle, now) : Decision.accept();
        };
    }

    private static boolean isNews(Running running, SettleCharge settle) {
        return running.open()
                .filter(open -> open.asked() && open.attempt() == settle.attempt())
                .isPresent();
    }

    private static Decision<SubscriptionEvent, Done> paid(Running running, SettleCharge settle, Instant now) {
        var paid = new ChargePaid(settle.charge());
        return running.ordered()
                .map(order -> Decision.<SubscriptionEvent>accept(
                        paid,
                        new PlanChanged(
                                now, order.deal(), order.cycle(), order.period(), Charges.nothing(order.deal()))))
                .orElseGet(() -> Decision.accept(paid));
    }

    private static Decision<SubscriptionEvent, Done> failed(Running running, SettleCharge settle, Instant now) {
        if (running.ordered().isPresent()) {
            return Decision.accept(new ChargeAbandoned(settle.charge()));
        }
        var failure = new ChargeFailed(settle.charge(), settle.attempt(), now);
        var after = running.with(running.open().map(open -> open.failed(now)));
        var more = after.open().flatMap(OpenCharge::retryAt).isPresent();
        if (more) {
            return Decision.accept(failure);
        }
        var events = new ArrayList<SubscriptionEvent>(List.of(failure));
        events.addAll(Timeline.end(after, now, now, Reason.UNPAID));
        return Decision.reply(Done.DONE, events);
    }

    private static Decision<SubscriptionEvent, Done> unwanted() {
        return Decision.reject(Rejection.conflict(
                "subscription.charge-unwanted", "The charge was given up: what was paid goes back."));
    }
}
