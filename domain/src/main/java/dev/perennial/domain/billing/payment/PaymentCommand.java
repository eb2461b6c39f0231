package dev.perennial.domain.billing.payment;

import dev.perennial.domain.billing.Money;
import java.time.Duration;

/** What one can ask of a {@link Payment}. */
public sealed interface PaymentCommand {

    record RequestPayment(Purpose purpose, Money amount) implements PaymentCommand {}

    /**
     * The provider is about to be asked. Refused to all but the first who wants to make this try.
     *
     * @param number of the try, from 1
     * @param patience how long an answer is waited for before somebody asks again
     */
    record BeginCharge(int number, Duration patience) implements PaymentCommand {}

    /** The provider has charged the amount. @param reference what the provider calls it */
    record ConfirmCharge(String reference) implements PaymentCommand {}

    /** The provider has not charged the amount and will not. */
    record DeclineCharge(String reason) implements PaymentCommand {}

    /** It is not known what came of the try. */
    record MissCharge(int number, String reason) implements PaymentCommand {}

    /** The provider knows of no charge. Asked only about a payment that is no longer wanted. */
    record DenyCharge(int number) implements PaymentCommand {}

    /** It is no longer wanted: it is not made if it need not be, else all of it is given back. */
    record CallOffPayment(String reason) implements PaymentCommand {}

    /**
     * Gives back a part of it.
     *
     * @param refund names it within the payment, so that asking again changes nothing
     */
    record RefundPayment(String refund, Money amount, String reason) implements PaymentCommand {}

    /** As {@link BeginCharge}. */
    record BeginRefund(String refund, int number, Duration patience) implements PaymentCommand {}

    /** The provider has given it back. */
    record ConfirmRefund(String refund, String reference) implements PaymentCommand {}

    /** The provider refused or did not answer. */
    record MissRefund(String refund, int number, String reason) implements PaymentCommand {}
}
