package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import java.util.Optional;

/** What one can ask of a {@link Subscription}. Whether a plan is still sold is for the caller to know. */
public sealed interface SubscriptionCommand {

    /** When a change takes effect. */
    enum When {
        NOW,
        AT_PERIOD_END
    }

    /** What came of collecting a charge. */
    enum Outcome {
        PAID,
        FAILED
    }

    /** Entitled at once, to be paid when the trial of the terms is over. */
    record StartTrial(Deal deal) implements SubscriptionCommand {}

    /** Entitled when the first period is paid; at once where it costs nothing. */
    record Subscribe(Deal deal) implements SubscriptionCommand {}

    /** @param seats empty to keep as many as there are */
    record ChangePlan(PlanRef plan, PlanTerms terms, Optional<Integer> seats, When when)
            implements SubscriptionCommand {}

    record ChangeSeats(int seats, When when) implements SubscriptionCommand {}

    record Cancel(When when) implements SubscriptionCommand {}

    /** Takes back a cancellation that has not taken effect. */
    record Resume() implements SubscriptionCommand {}

    /**
     * From whoever collects: how it went.
     *
     * @param attempt which one failed; a failure of an earlier one is no news, and a charge is paid whoever paid it
     */
    record SettleCharge(ChargeId charge, int attempt, Outcome outcome) implements SubscriptionCommand {}

    /** From a timer: do what is due by now. Nothing is done twice, however often it is asked. */
    record Advance() implements SubscriptionCommand {}
}
