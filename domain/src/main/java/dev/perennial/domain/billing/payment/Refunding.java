package dev.perennial.domain.billing.payment;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.payment.Payment.Refund;
import dev.perennial.domain.billing.payment.Payment.Succeeded;
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
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentRefunded;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundBegan;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundMissed;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundRequested;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.util.Optional;

/** The rules of a payment that was charged: never more is given back than that. */
final class Refunding {

    private Refunding() {}

    static Decision<PaymentEvent, Done> decide(Succeeded state, PaymentCommand command, Context context) {
        return switch (command) {
            case CallOffPayment(var reason) ->
                state.kept() > 0
                        ? accept(new RefundRequested(PaymentDecider.ALL, state.kept(), reason, context.now()))
                        : accept();
            case RefundPayment refund -> request(state, refund, context);
            case BeginRefund(var id, var number, var patience) ->
                state.refund(id)
                        .filter(refund -> refund.reference().isEmpty() && refund.tries() + 1 == number)
                        .map(_ -> accept((PaymentEvent)
                                new RefundBegan(id, number, context.now().plus(patience))))
                        .orElseGet(() -> reject(Rejection.conflict("payment.tried", "Somebody else makes this try.")));
            case ConfirmRefund(var id, var reference) ->
                state.refund(id)
                        .filter(refund -> refund.reference().isEmpty())
                        .map(_ -> accept((PaymentEvent) new PaymentRefunded(id, reference)))
                        .orElseGet(Decision::accept);
            case MissRefund(var id, var number, var reason) ->
                state.refund(id)
                        .filter(refund -> refund.reference().isEmpty() && refund.tries() == number)
                        .map(_ -> accept((PaymentEvent) new RefundMissed(
                                id, number, reason, context.now().plus(Pauses.after(number)))))
                        .orElseGet(Decision::accept);
            case BeginCharge _ -> reject(Rejection.conflict("payment.over", "The payment is over."));
            case RequestPayment _, ConfirmCharge _, DeclineCharge _, MissCharge _, DenyCharge _ -> accept();
        };
    }

    private static Decision<PaymentEvent, Done> request(Succeeded state, RefundPayment command, Context context) {
        var amount = command.amount();
        if (state.refund(command.refund()).isPresent()) {
            return accept();
        }
        return amount.currency().equals(state.order().amount().currency())
                        && amount.minor() >= 1
                        && amount.minor() <= state.kept()
                ? accept(new RefundRequested(command.refund(), amount.minor(), command.reason(), context.now()))
                : reject(Rejection.invalid("payment.refund-amount", "No more is given back than was charged."));
    }

    static Succeeded evolve(Succeeded state, PaymentEvent event) {
        return switch (event) {
            case RefundRequested(var id, var minor, var reason, var dueAt) ->
                state.with(new Refund(id, minor, reason, 0, dueAt, Optional.empty()));
            case RefundBegan(var id, var number, var dueAt) ->
                state.change(
                        id, refund -> new Refund(id, refund.minor(), refund.reason(), number, dueAt, Optional.empty()));
            case RefundMissed missed ->
                state.change(
                        missed.refund(),
                        refund -> new Refund(
                                refund.id(),
                                refund.minor(),
                                refund.reason(),
                                missed.number(),
                                missed.dueAt(),
                                Optional.empty()));
            case PaymentRefunded(var id, var reference) ->
                state.change(
                        id,
                        refund -> new Refund(
                                id,
                                refund.minor(),
                                refund.reason(),
                                refund.tries(),
                                refund.dueAt(),
                                Optional.of(reference)));
            case PaymentEvent.PaymentRequested _,
                    PaymentEvent.ChargeBegan _,
                    PaymentEvent.ChargeMissed _,
                    PaymentEvent.PaymentSucceeded _,
                    PaymentEvent.PaymentDeclined _,
                    PaymentEvent.PaymentUnwanted _,
                    PaymentEvent.PaymentCalledOff _ -> state;
        };
    }
}
