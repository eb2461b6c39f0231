package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.payment.Payment;
import dev.perennial.domain.billing.payment.Payment.Charging;
import dev.perennial.domain.billing.payment.Payment.Refund;
import dev.perennial.domain.billing.payment.Payment.Requested;
import dev.perennial.domain.billing.payment.Payment.Succeeded;
import dev.perennial.domain.billing.payment.PaymentCommand;
import dev.perennial.domain.billing.payment.PaymentCommand.BeginCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.BeginRefund;
import dev.perennial.domain.billing.payment.PaymentCommand.ConfirmCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.ConfirmRefund;
import dev.perennial.domain.billing.payment.PaymentCommand.DeclineCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.DenyCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.MissCharge;
import dev.perennial.domain.billing.payment.PaymentCommand.MissRefund;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.domain.kernel.Ids;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.kernel.Texts;
import dev.perennial.persistence.billing.PaymentProvider.Answer;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Steps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider for what payments wait for. Before it asks, the payment records the try, so that of all who want to ask only
 * one does; whoever dies then leaves a payment that is due again. At most so many ask at a time.
 */
public final class PaymentDesk {

    private static final Logger log = LoggerFactory.getLogger(PaymentDesk.class);
    private static final int MAX_REASON = 200;

    /** No id has it. */
    private static final String SEPARATOR = ":";

    private final Steps steps;
    private final PaymentProvider provider;
    private final Duration patience;
    private final InstantSource clock;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param patience when a try without an answer is taken for lost: longer than the provider is waited for
     * @param atOnce how many may ask at a time
     */
    public PaymentDesk(
            Entities entities, PaymentProvider provider, Duration patience, int atOnce, InstantSource clock) {
        this.steps = Steps.of(entities, "payments");
        this.provider = provider;
        this.patience = patience;
        this.clock = clock;
        this.places = new Semaphore(atOnce);
    }

    /** A payment that is due. */
    public record Due(TenantId tenant, PaymentId payment) {}

    /** Sees to it soon, if there is a place free; else {@link #serveAll} will. Does not block. */
    public void wake(Due due) {
        if (places.tryAcquire()) {
            threads.execute(() -> {
                try {
                    serve(due);
                } catch (RuntimeException e) {
                    log.info("The payment {} of {} has to be taken up again: {}", due.payment(), due.tenant(), e);
                } finally {
                    places.release();
                }
            });
        }
    }

    /** Sees to all of them. Blocks; one that fails keeps no other waiting, and comes again. */
    public void serveAll(List<Due> all) throws InterruptedException {
        var calls = all.stream().<Callable<Void>>map(due -> () -> inPlace(due)).toList();
        RuntimeException failure = null;
        for (var served : threads.invokeAll(calls)) {
            if (served.state() == Future.State.FAILED) {
                failure = new IllegalStateException("a payment was not served", served.exceptionNow());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings("NullAway") // The value of a Void is null.
    private Void inPlace(Due due) throws InterruptedException {
        places.acquire();
        try {
            serve(due);
            return null;
        } finally {
            places.release();
        }
    }

    /** Asks the provider what is due of it now, if somebody else does not. Blocks. */
    void serve(Due due) {
        var now = clock.instant();
        var payment =
                steps.read(BillingEntities.PAYMENT, due.tenant(), due.payment().entity());
        if (payment.due().filter(at -> !at.isAfter(now)).isEmpty() || !provider.isAvailable()) {
            return;
        }
        switch (payment) {
            case Requested requested -> charge(due, requested.order(), 1);
            case Charging charging when charging.unwanted().isPresent() -> find(due, charging.tries() + 1);
            case Charging charging -> charge(due, charging.order(), charging.tries() + 1);
            case Succeeded succeeded ->
                succeeded.refunds().stream()
                        .filter(refund ->
                                refund.reference().isEmpty() && !refund.dueAt().isAfter(now))
                        .forEach(refund -> refund(due, succeeded, refund));
            case Payment.Absent _, Payment.Declined _, Payment.CalledOff _ -> {
                // Nothing is ever due of these.
            }
        }
    }

    private void charge(Due due, Payment.Order order, int number) {
        if (tell(due, new BeginCharge(number, patience))) {
            tell(
                    due,
                    switch (provider.charge(key(due), order.amount(), description(order.purpose()))) {
                        case Answer.Done(var reference) -> new ConfirmCharge(reference);
                        case Answer.Refused(var reason) -> new DeclineCharge(line(reason));
                        case Answer.Unclear(var reason) -> new MissCharge(number, line(reason));
                        case Answer.Unknown _ -> new MissCharge(number, "the provider answered what makes no sense");
                    });
        }
    }

    /** It is not wanted any more, so it is not asked for again: only whether it was done. */
    private void find(Due due, int number) {
        if (tell(due, new BeginCharge(number, patience))) {
            tell(
                    due,
                    switch (provider.find(key(due))) {
                        case Answer.Done(var reference) -> new ConfirmCharge(reference);
                        case Answer.Refused(var reason) -> new DeclineCharge(line(reason));
                        case Answer.Unclear(var reason) -> new MissCharge(number, line(reason));
                        case Answer.Unknown _ -> new DenyCharge(number);
                    });
        }
    }

    private void refund(Due due, Succeeded payment, Refund refund) {
        var number = refund.tries() + 1;
        if (tell(due, new BeginRefund(refund.id(), number, patience))) {
            var amount = new Money(refund.minor(), payment.order().amount().currency());
            var key = key(due) + SEPARATOR + refund.id();
            tell(
                    due,
                    switch (provider.refund(key, payment.reference(), amount)) {
                        case Answer.Done(var reference) -> new ConfirmRefund(refund.id(), reference);
                        case Answer.Refused(var reason) -> new MissRefund(refund.id(), number, line(reason));
                        case Answer.Unclear(var reason) -> new MissRefund(refund.id(), number, line(reason));
                        case Answer.Unknown _ ->
                            new MissRefund(refund.id(), number, "the provider knows no such charge");
                    });
        }
    }

    /** False if another one makes this try. */
    private boolean tell(Due due, PaymentCommand command) {
        return steps.tell(BillingEntities.PAYMENT, due.tenant(), due.payment().entity(), command)
                .isEmpty();
    }

    /** Under which the provider knows it; unique in the installation. */
    private static String key(Due due) {
        return due.tenant().value() + SEPARATOR + due.payment();
    }

    /** The payment that the provider knows under the key; empty if it is none of ours. */
    public static Optional<Due> named(String key) {
        var parts = key.split(SEPARATOR, -1);
        return parts.length == 2 && Ids.valid(parts[0]) && Ids.valid(parts[1])
                ? Optional.of(new Due(new TenantId(parts[0]), new PaymentId(parts[1])))
                : Optional.empty();
    }

    private static String description(Purpose purpose) {
        return switch (purpose) {
            case Purpose.ForInvoice(var invoice) -> "Invoice " + invoice;
            case Purpose.ForTopUp(var wallet, var topUp) -> "Top-up %d of wallet %s".formatted(topUp, wallet);
        };
    }

    /** What the provider says, as far as it may be kept. */
    private static String line(String reason) {
        return Texts.isLine(reason, MAX_REASON) ? reason : "no reason that can be shown";
    }
}
