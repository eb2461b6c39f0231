package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.WalletId;
import dev.perennial.domain.billing.invoice.InvoiceCommand.FailCollection;
import dev.perennial.domain.billing.invoice.InvoiceCommand.PayInvoice;
import dev.perennial.domain.billing.payment.PaymentCommand.CallOffPayment;
import dev.perennial.domain.billing.payment.PaymentCommand.RequestPayment;
import dev.perennial.domain.billing.payment.PaymentEvent;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentDeclined;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentRequested;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentSucceeded;
import dev.perennial.domain.billing.payment.PaymentEvent.PaymentUnwanted;
import dev.perennial.domain.billing.payment.PaymentEvent.RefundRequested;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.domain.billing.wallet.TopUpId;
import dev.perennial.domain.billing.wallet.WalletCommand.CompleteTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.FailTopUp;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Steps;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings what became of a payment to what was paid for. Where that is not wanted any more, the payment is called off, which gives
 * back what was charged. Each step may be repeated.
 */
public final class PaymentProcess {

    private final Steps steps;
    private final Consumer<PaymentDesk.Due> waker;

    /** @param waker is told of payments that the provider has to be asked about; must not block */
    public PaymentProcess(Entities entities, Consumer<PaymentDesk.Due> waker) {
        this.steps = Steps.of(entities, "payments");
        this.waker = waker;
    }

    /** They follow the journal. */
    public List<Projection> reactions() {
        return List.of(
                Projection.reaction("billing@payments", BillingEntities.PAYMENT, this::payments),
                Projection.reaction("billing@top-ups", BillingEntities.WALLET, this::topUps));
    }

    private void payments(List<StoredEvent> events) {
        for (var stored : events) {
            var due = new PaymentDesk.Due(
                    stored.entity().tenant(), new PaymentId(stored.entity().id().value()));
            moved(steps.after(stored), due, (PaymentEvent) stored.event());
        }
    }

    /** What follows from an event of a payment. */
    void moved(Steps steps, PaymentDesk.Due due, PaymentEvent event) {
        switch (event) {
            case PaymentRequested _, PaymentUnwanted _, RefundRequested _ -> waker.accept(due);
            case PaymentSucceeded succeeded -> succeeded(steps, due, succeeded.purpose());
            case PaymentDeclined(var purpose, var reason) -> declined(steps, due, purpose, reason);
            case PaymentEvent.ChargeBegan _,
                    PaymentEvent.ChargeMissed _,
                    PaymentEvent.PaymentCalledOff _,
                    PaymentEvent.RefundBegan _,
                    PaymentEvent.RefundMissed _,
                    PaymentEvent.PaymentRefunded _ -> {
                // Between the desk and the provider.
            }
        }
    }

    private static void succeeded(Steps steps, PaymentDesk.Due due, Purpose purpose) {
        var refusal = switch (purpose) {
            case Purpose.ForInvoice(var invoice) ->
                steps.tell(BillingEntities.INVOICE, due.tenant(), invoice.entity(), new PayInvoice(due.payment()));
            case Purpose.ForTopUp(var wallet, var topUp) ->
                steps.tell(
                        BillingEntities.WALLET, due.tenant(), wallet.entity(), new CompleteTopUp(new TopUpId(topUp)));
        };
        refusal.ifPresent(why -> steps.tell(
                BillingEntities.PAYMENT, due.tenant(), due.payment().entity(), new CallOffPayment(why.code())));
    }

    private static void declined(Steps steps, PaymentDesk.Due due, Purpose purpose, String reason) {
        // Refused where it has no effect any more.
        var _ = switch (purpose) {
            case Purpose.ForInvoice(var invoice) ->
                steps.tell(
                        BillingEntities.INVOICE,
                        due.tenant(),
                        invoice.entity(),
                        new FailCollection(due.payment(), reason));
            case Purpose.ForTopUp(var wallet, var topUp) ->
                steps.tell(
                        BillingEntities.WALLET,
                        due.tenant(),
                        wallet.entity(),
                        new FailTopUp(new TopUpId(topUp), reason));
        };
    }

    private void topUps(List<StoredEvent> events) {
        for (var stored : events) {
            if (stored.event() instanceof TopUpRequested(var topUp, var terms, var _)) {
                var tenant = stored.entity().tenant();
                var wallet = new WalletId(stored.entity().id().value());
                var request = new RequestPayment(new Purpose.ForTopUp(wallet, topUp.value()), terms.price());
                var refusal = steps.after(stored)
                        .tell(
                                BillingEntities.PAYMENT,
                                tenant,
                                payment(wallet, topUp).entity(),
                                request);
                refusal.ifPresent(why -> fail(tenant, wallet, topUp, why.code()));
            }
        }
    }

    private void fail(TenantId tenant, WalletId wallet, TopUpId topUp, String reason) {
        var _ = steps.tell(BillingEntities.WALLET, tenant, wallet.entity(), new FailTopUp(topUp, reason));
    }

    /** A wallet's id may be as long as any, so it is digested. */
    static PaymentId payment(WalletId wallet, TopUpId topUp) {
        return new PaymentId("top-up-%s-%d".formatted(Digests.of(wallet.value()), topUp.value()));
    }
}
