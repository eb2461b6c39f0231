package dev.perennial.domain.billing.payment;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.payment.PaymentCommand.BeginCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.BeginRefund;
import dev.perennial.domain.billing.payment.PaymentCommand.CallOffPayment;
import dev.perennial.domain.billing.payment.PaymentCommand.ConfirmCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.ConfirmRefund;
import dev.perennial.domain.billing.payment.PaymentCommand.DeclineCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.DenyCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.MissCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.MissRefund;
import dev.perennial.domain.billing.payment.PaymentCommand.RefundPayment;
import dev.perennial.domain.billing.payment.PaymentCommand.RequestPayment;
import dev.perennial.domain.billing.payment.PaymentEvent.ChargeBegan;
import dev.perennial.domain.billing.payment.PaymentEvent.ChargeMissed;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentCalledOff;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentDeclined;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentRefunded;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentRequested;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentSucceeded;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentUnwanted;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundBegan;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundMissed;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundRequested;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaymentDeciderTest {

    private static final Instant NOW = Given.NOW;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant SOON = NOW.plus(PATIENCE);
    private static final Money AMOUNT = new Money(1_500, Currency.getInstance("EUR"));
    private static final Purpose PURPOSE = new Purpose.ForInvoice(new InvoiceId("i1"));
    private static final String WHY = "cancelled";

    private static final RequestPayment REQUEST = new RequestPayment(PURPOSE, AMOUNT);
    private static final PaymentRequested REQUESTED = new PaymentRequested(PURPOSE, AMOUNT, NOW);
    private static final ChargeBegan BEGAN = new ChargeBegan(1, SOON);
    private static final PaymentSucceeded SUCCEEDED = new PaymentSucceeded(PURPOSE, "ch_1");
    private static final PaymentDeclined DECLINED = new PaymentDeclined(PURPOSE, "no funds");
    private static final PaymentUnwanted UNWANTED = new PaymentUnwanted(WHY, NOW);
    private static final PaymentCalledOff CALLED_OFF = new PaymentCalledOff(WHY);
    private static final RefundRequested ALL_BACK = new RefundRequested("all", 1_500, WHY, NOW);
    private static final RefundRequested PART_BACK = new RefundRequested("credit-1", 400, WHY, NOW);

    private static final RefundPayment REFUND = new RefundPayment("credit-1", new Money(400, AMOUNT.currency()), WHY);

    private static Given<Payment, PaymentCommand, PaymentEvent, Done> payment(PaymentEvent... history) {
        return Given.entity(new PaymentDecider()).events(history);
    }

    private static Given<Payment, PaymentCommand, PaymentEvent, Done> charging(PaymentEvent... further) {
        return payment(REQUESTED, BEGAN).events(further);
    }

    private static Given<Payment, PaymentCommand, PaymentEvent, Done> succeeded(PaymentEvent... further) {
        return charging(SUCCEEDED).events(further);
    }

    @Test
    void aPaymentIsRequestedOnce() {
        payment().when(REQUEST).then(REQUESTED);
        for (var given : everyKnownState()) {
            given.when(REQUEST).thenNothing();
            given.when(new RequestPayment(PURPOSE, new Money(1, AMOUNT.currency())))
                    .thenRejected(CONFLICT, "payment.exists");
        }
        payment()
                .when(new RequestPayment(PURPOSE, Money.zero(AMOUNT.currency())))
                .thenRejected(INVALID, "payment.amount-invalid");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var command : List.of(
                new BeginCharge(1, PATIENCE),
                new ConfirmCharge("ch_1"),
                new DeclineCharge(WHY),
                new MissCharge(1, WHY),
                new DenyCharge(1),
                new CallOffPayment(WHY),
                REFUND,
                new BeginRefund("all", 1, PATIENCE),
                new ConfirmRefund("all", "re_1"),
                new MissRefund("all", 1, WHY))) {
            payment().when(command).thenRejected(NOT_FOUND, "payment.not-found");
        }
    }

    @Test
    void onlyOneMakesEachTry() {
        payment(REQUESTED).when(new BeginCharge(1, PATIENCE)).then(BEGAN);
        charging().when(new BeginCharge(1, PATIENCE)).thenRejected(CONFLICT, "payment.tried");
        charging().when(new BeginCharge(2, PATIENCE)).then(new ChargeBegan(2, SOON));
        charging().when(new BeginCharge(3, PATIENCE)).thenRejected(CONFLICT, "payment.tried");
        for (var given : List.of(succeeded(), charging(DECLINED), payment(REQUESTED, CALLED_OFF))) {
            given.when(new BeginCharge(2, PATIENCE)).thenRejected(CONFLICT, "payment.over");
        }
    }

    @Test
    void theProvidersAnswerIsKept() {
        charging().when(new ConfirmCharge("ch_1")).then(SUCCEEDED);
        charging().when(new DeclineCharge("no funds")).then(DECLINED);
        payment(REQUESTED).when(new ConfirmCharge("ch_1")).then(SUCCEEDED);
        payment(REQUESTED).when(new DeclineCharge("no funds")).then(DECLINED);
    }

    @Test
    void anAnswerThatComesTwiceOrLateChangesNothingTwice() {
        succeeded().when(new ConfirmCharge("ch_1")).thenNothing();
        succeeded().when(new DeclineCharge("late")).thenNothing();
        succeeded().when(new MissCharge(1, "late")).thenNothing();
        succeeded().when(new DenyCharge(1)).thenNothing();
        for (var over : List.of(charging(DECLINED), payment(REQUESTED, CALLED_OFF))) {
            over.when(new DeclineCharge("no funds")).thenNothing();
            over.when(new MissCharge(1, "late")).thenNothing();
            over.when(new DenyCharge(1)).thenNothing();
        }
        charging(new ChargeMissed(1, "timeout", SOON), new ChargeBegan(2, SOON))
                .when(new MissCharge(1, "late"))
                .thenNothing();
        payment(REQUESTED).when(new MissCharge(1, "early")).thenNothing();
        payment(REQUESTED).when(new DenyCharge(1)).thenNothing();
    }

    @Test
    void whatIsNotKnownIsAskedAgainAfterGrowingPauses() {
        charging().when(new MissCharge(1, "timeout")).then(new ChargeMissed(1, "timeout", NOW.plusSeconds(2)));
        charging(new ChargeBegan(2, SOON))
                .when(new MissCharge(2, "timeout"))
                .then(new ChargeMissed(2, "timeout", NOW.plusSeconds(4)));
        charging(new ChargeBegan(300, SOON))
                .when(new MissCharge(300, "timeout"))
                .then(new ChargeMissed(300, "timeout", NOW.plus(Duration.ofHours(1))));
        assertThat(charging().state().due()).contains(SOON);
    }

    @Test
    void aPaymentThatWasNeverTriedIsSimplyCalledOff() {
        payment(REQUESTED).when(new CallOffPayment(WHY)).then(CALLED_OFF);
        payment(REQUESTED, CALLED_OFF).when(new CallOffPayment(WHY)).thenNothing();
        charging(DECLINED).when(new CallOffPayment(WHY)).thenNothing();
    }

    @Test
    void whatIsUnwantedWhileItIsChargedIsGivenBack() {
        charging().when(new CallOffPayment(WHY)).then(UNWANTED);
        charging(UNWANTED).when(new CallOffPayment(WHY)).thenNothing();
        charging(UNWANTED).when(new ConfirmCharge("ch_1")).then(SUCCEEDED, ALL_BACK);
        charging(UNWANTED).when(new DeclineCharge("no funds")).then(CALLED_OFF);
        charging(UNWANTED).when(new BeginCharge(2, PATIENCE)).then(new ChargeBegan(2, SOON));
        charging(UNWANTED, new ChargeBegan(2, SOON))
                .when(new ConfirmCharge("ch_1"))
                .then(SUCCEEDED, ALL_BACK);
        assertThat(charging(UNWANTED).state().due()).contains(NOW);
    }

    @Test
    void whatTheProviderDoesNotKnowIsCalledOffOnceNoRequestCanBeOnItsWay() {
        charging(UNWANTED)
                .at(NOW.plus(PaymentDecider.ARRIVAL).minusNanos(1))
                .when(new DenyCharge(1))
                .then(new ChargeMissed(
                        1,
                        "unknown to the provider",
                        NOW.plus(PaymentDecider.ARRIVAL).minusNanos(1).plusSeconds(2)));
        charging(UNWANTED)
                .at(NOW.plus(PaymentDecider.ARRIVAL))
                .when(new DenyCharge(1))
                .then(CALLED_OFF);
        charging()
                .at(NOW.plus(PaymentDecider.ARRIVAL))
                .when(new DenyCharge(1))
                .then(new ChargeMissed(
                        1,
                        "unknown to the provider",
                        NOW.plus(PaymentDecider.ARRIVAL).plusSeconds(2)));
    }

    @Test
    void aChargeThatTurnsUpAfterTheEndIsGivenBack() {
        var back = new RefundRequested("all", 1_500, "charged after all", NOW);
        charging(DECLINED).when(new ConfirmCharge("ch_1")).then(SUCCEEDED, back);
        payment(REQUESTED, CALLED_OFF).when(new ConfirmCharge("ch_1")).then(SUCCEEDED, back);
    }

    @Test
    void whatWasChargedIsGivenBackInPartsButNeverMore() {
        succeeded().when(REFUND).then(PART_BACK);
        succeeded(PART_BACK).when(REFUND).thenNothing();
        succeeded(PART_BACK).when(new CallOffPayment(WHY)).then(new RefundRequested("all", 1_100, WHY, NOW));
        succeeded(ALL_BACK).when(new CallOffPayment(WHY)).thenNothing();
        for (var minor : List.of(0L, -1L, 1_101L, Long.MIN_VALUE)) {
            succeeded(PART_BACK)
                    .when(new RefundPayment("credit-2", new Money(minor, AMOUNT.currency()), WHY))
                    .thenRejected(INVALID, "payment.refund-amount");
        }
        succeeded()
                .when(new RefundPayment("credit-1", new Money(1, Currency.getInstance("JPY")), WHY))
                .thenRejected(INVALID, "payment.refund-amount");
    }

    @Test
    void aRefundIsTriedUntilItIsMade() {
        var began = new RefundBegan("credit-1", 1, SOON);
        var missed = new RefundMissed("credit-1", 1, "timeout", NOW.plusSeconds(2));
        var made = new PaymentRefunded("credit-1", "re_1");
        succeeded(PART_BACK).when(new BeginRefund("credit-1", 1, PATIENCE)).then(began);
        succeeded(PART_BACK, began)
                .when(new BeginRefund("credit-1", 1, PATIENCE))
                .thenRejected(CONFLICT, "payment.tried");
        succeeded(PART_BACK, began)
                .when(new MissRefund("credit-1", 1, "timeout"))
                .then(missed);
        succeeded(PART_BACK, began, missed)
                .when(new BeginRefund("credit-1", 2, PATIENCE))
                .then(new RefundBegan("credit-1", 2, SOON));
        succeeded(PART_BACK, began).when(new ConfirmRefund("credit-1", "re_1")).then(made);
        succeeded(PART_BACK, began, made)
                .when(new ConfirmRefund("credit-1", "re_1"))
                .thenNothing();
        succeeded(PART_BACK, began, made)
                .when(new MissRefund("credit-1", 1, "late"))
                .thenNothing();
        succeeded(PART_BACK, began, made)
                .when(new BeginRefund("credit-1", 2, PATIENCE))
                .thenRejected(CONFLICT, "payment.tried");
        succeeded().when(new ConfirmRefund("other", "re_1")).thenNothing();
        succeeded().when(new MissRefund("other", 1, WHY)).thenNothing();
        succeeded().when(new BeginRefund("other", 1, PATIENCE)).thenRejected(CONFLICT, "payment.tried");
    }

    @Test
    void whatWasNotChargedIsNotGivenBack() {
        for (var given : List.of(payment(REQUESTED), charging(), charging(DECLINED), payment(REQUESTED, CALLED_OFF))) {
            for (var command : List.of(
                    REFUND,
                    new BeginRefund("all", 1, PATIENCE),
                    new ConfirmRefund("all", "re_1"),
                    new MissRefund("all", 1, WHY))) {
                given.when(command).thenRejected(CONFLICT, "payment.not-succeeded");
            }
        }
    }

    @Test
    void somethingIsDueUntilAllIsOver() {
        assertThat(payment().state().due()).isEmpty();
        assertThat(payment(REQUESTED).state().due()).contains(NOW);
        assertThat(charging(new ChargeMissed(1, "timeout", NOW.plusSeconds(2)))
                        .state()
                        .due())
                .contains(NOW.plusSeconds(2));
        assertThat(succeeded().state().due()).isEmpty();
        assertThat(succeeded(PART_BACK, new RefundBegan("credit-1", 1, SOON))
                        .state()
                        .due())
                .contains(SOON);
        assertThat(succeeded(PART_BACK, new PaymentRefunded("credit-1", "re_1"))
                        .state()
                        .due())
                .isEmpty();
        assertThat(charging(DECLINED).state().due()).isEqualTo(Optional.empty());
    }

    private static List<Given<Payment, PaymentCommand, PaymentEvent, Done>> everyKnownState() {
        return List.of(payment(REQUESTED), charging(), succeeded(), charging(DECLINED), payment(REQUESTED, CALLED_OFF));
    }
}
