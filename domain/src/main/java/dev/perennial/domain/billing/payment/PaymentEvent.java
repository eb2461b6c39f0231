package dev.perennial.domain.billing.payment;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;

/** What happens to a {@link Payment}. */
public sealed interface PaymentEvent {

    /** @param dueAt when the provider is to be asked */
    @EventName("billing.payment-requested")
    record PaymentRequested(Purpose purpose, Money amount, Instant dueAt) implements PaymentEvent {}

    /**
     * The provider is asked, from here on perhaps with success.
     *
     * @param dueAt when it is to be asked again unless an answer is known by then
     */
    @EventName("billing.payment-charge-began")
    record ChargeBegan(int number, Instant dueAt) implements PaymentEvent {}

    @EventName("billing.payment-charge-missed")
    record ChargeMissed(int number, String reason, Instant dueAt) implements PaymentEvent {}

    @EventName("billing.payment-succeeded")
    record PaymentSucceeded(Purpose purpose, String reference) implements PaymentEvent {}

    @EventName("billing.payment-declined")
    record PaymentDeclined(Purpose purpose, String reason) implements PaymentEvent {}

    /** No longer wanted while it is not known whether it was charged. */
    @EventName("billing.payment-unwanted")
    record PaymentUnwanted(String reason, Instant at) implements PaymentEvent {}

    /** Never charged, and never will be. */
    @EventName("billing.payment-called-off")
    record PaymentCalledOff(String reason) implements PaymentEvent {}

    @EventName("billing.payment-refund-requested")
    record RefundRequested(String refund, long minor, String reason, Instant dueAt) implements PaymentEvent {}

    @EventName("billing.payment-refund-began")
    record RefundBegan(String refund, int number, Instant dueAt) implements PaymentEvent {}

    @EventName("billing.payment-refund-missed")
    record RefundMissed(String refund, int number, String reason, Instant dueAt) implements PaymentEvent {}

    @EventName("billing.payment-refunded")
    record PaymentRefunded(String refund, String reference) implements PaymentEvent {}
}
