package dev.perennial.domain.billing.payment;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.payment.Payment.Absent;
import dev.perennial.domain.billing.payment.Payment.CalledOff;
import dev.perennial.domain.billing.payment.Payment.Charging;
import dev.perennial.domain.billing.payment.Payment.Declined;
import dev.perennial.domain.billing.payment.Payment.Known;
import dev.perennial.domain.billing.payment.Payment.Order;
import dev.perennial.domain.billing.payment.Payment.Requested;
import dev.perennial.domain.billing.payment.Payment.Succeeded;
import dev.perennial.domain.billing.payment.Payment.Unwanted;
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
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a {@link Payment}. The provider is asked under one name however often, so it charges at most once; what is not
 * wanted any more when it turns out to be charged is given back. An answer that comes late or twice changes nothing twice.
 */
public final class PaymentDecider implements Decider<Payment, PaymentCommand, PaymentEvent, Done> {

    /** The refund of what nobody wants. */
    static final String ALL = "all";

    /** A request that is on its way to the provider arrives within this or never. */
    static final Duration ARRIVAL = Duration.ofMinutes(10);

    @Override
    public Payment initial() {
        return new Absent();
    }

    @Override
    public Decision<PaymentEvent, Done> decide(Payment state, PaymentCommand command, Context context) {
        return switch (state) {
            case Absent _ ->
                command instanceof RequestPayment(var purpose, var amount)
                        ? request(purpose, amount, context)
                        : reject(Rejection.notFound("payment.not-found", "There is no such payment."));
            case Known known
            when command instanceof RequestPayment(var purpose, var amount) ->
                known.order().equals(new Order(purpose, amount))
                        ? accept()
                        : reject(Rejection.conflict("payment.exists", "A payment with this id exists."));
            case Requested requested -> requested(requested, command, context);
            case Charging charging -> charging(charging, command, context);
            case Succeeded succeeded -> Refunding.decide(succeeded, command, context);
            case Declined declined -> over(declined, command, context);
            case CalledOff calledOff -> over(calledOff, command, context);
        };
    }

    private static Decision<PaymentEvent, Done> request(Purpose purpose, Money amount, Context context) {
        return amount.minor() < 1
                ? reject(Rejection.invalid("payment.amount-invalid", "A payment is of at least 1 minor unit."))
                : accept(new PaymentRequested(purpose, amount, context.now()));
    }

    private static Decision<PaymentEvent, Done> requested(Requested state, PaymentCommand command, Context context) {
        return switch (command) {
            case BeginCharge(var number, var patience) -> begin(0, number, patience, context);
            case ConfirmCharge(var reference) -> accept(succeeded(state, reference));
            case DeclineCharge(var reason) -> accept(declined(state, reason));
            case CallOffPayment(var reason) -> accept(new PaymentCalledOff(reason));
            case MissCharge _, DenyCharge _ -> accept();
            case RequestPayment _, RefundPayment _, BeginRefund _, ConfirmRefund _, MissRefund _ -> notSucceeded();
        };
    }

    private static Decision<PaymentEvent, Done> charging(Charging state, PaymentCommand command, Context context) {
        return switch (command) {
            case BeginCharge(var number, var patience) -> begin(state.tries(), number, patience, context);
            case ConfirmCharge(var reference) ->
                state.unwanted()
                        .map(unwanted -> givenBack(state, reference, unwanted.reason(), context))
                        .orElseGet(() -> accept(succeeded(state, reference)));
            case DeclineCharge(var reason) ->
                accept(
                        state.unwanted().isPresent()
                                ? new PaymentCalledOff(state.unwanted().get().reason())
                                : declined(state, reason));
            case MissCharge(var number, var reason) -> missed(state, number, reason, context);
            case DenyCharge(var number) -> denied(state, number, context);
            case CallOffPayment(var reason) ->
                state.unwanted().isPresent() ? accept() : accept(new PaymentUnwanted(reason, context.now()));
            case RequestPayment _, RefundPayment _, BeginRefund _, ConfirmRefund _, MissRefund _ -> notSucceeded();
        };
    }

    private static Decision<PaymentEvent, Done> begin(int tries, int number, Duration patience, Context context) {
        return number == tries + 1
                ? accept(new ChargeBegan(number, context.now().plus(patience)))
                : reject(Rejection.conflict("payment.tried", "Somebody else makes this try."));
    }

    private static Decision<PaymentEvent, Done> missed(Charging state, int number, String reason, Context context) {
        return number == state.tries()
                ? accept(new ChargeMissed(number, reason, context.now().plus(Pauses.after(number))))
                : accept();
    }

    private static Decision<PaymentEvent, Done> denied(Charging state, int number, Context context) {
        var unwanted = state.unwanted();
        return unwanted.isPresent()
                        && !context.now().isBefore(unwanted.get().since().plus(ARRIVAL))
                ? accept(new PaymentCalledOff(unwanted.get().reason()))
                : missed(state, number, "unknown to the provider", context);
    }

    /** Nothing was charged, and yet the provider may say so later. */
    private static Decision<PaymentEvent, Done> over(Known state, PaymentCommand command, Context context) {
        return switch (command) {
            case ConfirmCharge(var reference) -> givenBack(state, reference, "charged after all", context);
            case DeclineCharge _, MissCharge _, DenyCharge _, CallOffPayment _ -> accept();
            case BeginCharge _ -> reject(Rejection.conflict("payment.over", "The payment is over."));
            case RequestPayment _, RefundPayment _, BeginRefund _, ConfirmRefund _, MissRefund _ -> notSucceeded();
        };
    }

    private static Decision<PaymentEvent, Done> givenBack(
            Known state, String reference, String reason, Context context) {
        return accept(
                succeeded(state, reference),
                new RefundRequested(ALL, state.order().amount().minor(), reason, context.now()));
    }

    private static PaymentEvent succeeded(Known state, String reference) {
        return new PaymentSucceeded(state.order().purpose(), reference);
    }

    private static PaymentEvent declined(Known state, String reason) {
        return new PaymentDeclined(state.order().purpose(), reason);
    }

    private static Decision<PaymentEvent, Done> notSucceeded() {
        return reject(Rejection.conflict("payment.not-succeeded", "Nothing was charged."));
    }

    @Override
    public Payment evolve(Payment state, PaymentEvent event) {
        return switch (state) {
            case Absent _ ->
                event instanceof PaymentRequested(var purpose, var amount, var dueAt)
                        ? new Requested(new Order(purpose, amount), dueAt)
                        : state;
            case Succeeded succeeded -> Refunding.evolve(succeeded, event);
            case Known known -> evolve(known, event);
        };
    }

    private static Payment evolve(Known state, PaymentEvent event) {
        var order = state.order();
        return switch (event) {
            case ChargeBegan(var number, var dueAt) -> new Charging(order, number, dueAt, unwanted(state));
            case ChargeMissed missed -> new Charging(order, missed.number(), missed.dueAt(), unwanted(state));
            case PaymentUnwanted(var reason, var at) ->
                state instanceof Charging charging
                        ? new Charging(order, charging.tries(), at, Optional.of(new Unwanted(reason, at)))
                        : state;
            case PaymentSucceeded succeeded -> new Succeeded(order, succeeded.reference(), List.of());
            case PaymentDeclined declined -> new Declined(order, declined.reason());
            case PaymentCalledOff(var reason) -> new CalledOff(order, reason);
            case PaymentRequested _, RefundRequested _, RefundBegan _, RefundMissed _, PaymentRefunded _ -> state;
        };
    }

    private static Optional<Unwanted> unwanted(Known state) {
        return state instanceof Charging charging ? charging.unwanted() : Optional.empty();
    }
}
