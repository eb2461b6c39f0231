package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;

/** What can have happened to a {@link Subscription}. Stored for ever: a change of form is a new version. */
public sealed interface SubscriptionEvent {

    @EventName("billing.trial-started")
    record TrialStarted(Deal deal, Period trial) implements SubscriptionEvent {}

    /** Wanted, and not yet entitled. @param expiresAt when it ends unless the first charge is paid */
    @EventName("billing.subscription-ordered")
    record SubscriptionOrdered(Deal deal, Cycle cycle, Period period, Instant expiresAt) implements SubscriptionEvent {}

    /** Entitled: the first period is paid or costs nothing. */
    @EventName("billing.subscription-activated")
    record SubscriptionActivated(Instant at) implements SubscriptionEvent {}

    /** The next period has begun. */
    @EventName("billing.subscription-renewed")
    record SubscriptionRenewed(Period period) implements SubscriptionEvent {}

    /** A change that takes effect when the charge that follows is paid. */
    @EventName("billing.plan-change-ordered")
    record PlanChangeOrdered(Deal deal, Cycle cycle, Period period) implements SubscriptionEvent {}

    /**
     * @param at when it took effect
     * @param cycle the billing periods from then on, another one if their length has changed
     * @param credited what the change leaves in the tenant's favour
     */
    @EventName("billing.plan-changed")
    record PlanChanged(Instant at, Deal deal, Cycle cycle, Period period, Money credited)
            implements SubscriptionEvent {}

    @EventName("billing.plan-change-scheduled")
    record PlanChangeScheduled(Deal deal) implements SubscriptionEvent {}

    @EventName("billing.plan-change-withdrawn")
    record PlanChangeWithdrawn() implements SubscriptionEvent {}

    /** To be collected, first attempt. */
    @EventName(value = "billing.charge-due", version = 2)
    record ChargeDue(Charge charge) implements SubscriptionEvent {}

    /** To be collected again. */
    @EventName("billing.charge-retry-due")
    record ChargeRetryDue(ChargeId charge, int attempt) implements SubscriptionEvent {}

    @EventName("billing.charge-paid")
    record ChargePaid(ChargeId charge) implements SubscriptionEvent {}

    @EventName("billing.charge-failed")
    record ChargeFailed(ChargeId charge, int attempt, Instant at) implements SubscriptionEvent {}

    /** No longer wanted: whoever collects it stops, and gives back what is collected all the same. */
    @EventName("billing.charge-abandoned")
    record ChargeAbandoned(ChargeId charge) implements SubscriptionEvent {}

    @EventName("billing.cancellation-scheduled")
    record CancellationScheduled() implements SubscriptionEvent {}

    @EventName("billing.cancellation-withdrawn")
    record CancellationWithdrawn() implements SubscriptionEvent {}

    /** @param at when the entitlements ended */
    @EventName("billing.subscription-cancelled")
    record SubscriptionCancelled(Instant at, Reason reason) implements SubscriptionEvent {}

    /** Why a subscription ended. */
    enum Reason {
        REQUESTED,
        /** A further period was not paid in time. */
        UNPAID,
        /** The first period was not paid in time. */
        NEVER_PAID
    }
}
