package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Collection;
import dev.perennial.domain.billing.invoice.InvoiceCommand;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CollectInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CreditInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.FinaliseInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.VoidInvoice;
import dev.perennial.domain.billing.invoice.InvoiceEvent;
import dev.perennial.domain.billing.invoice.InvoiceEvent.CollectionBegan;
import dev.perennial.domain.billing.invoice.InvoiceEvent.CollectionFailed;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceClosed;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceCredited;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceFinalised;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoicePaid;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceVoided;
import dev.perennial.domain.billing.payment.PaymentCommand;
import dev.perennial.domain.billing.payment.PaymentCommand.CallOffPayment;
import dev.perennial.domain.billing.payment.PaymentCommand.RefundPayment;
import dev.perennial.domain.billing.payment.PaymentCommand.RequestPayment;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.StepUnfinishedException;
import dev.perennial.persistence.shell.Steps;
import java.util.List;
import java.util.Optional;

/**
 * Makes invoices of what a subscription charges, has them paid, and tells the subscription how it went. What was paid and is
 * not wanted is credited and given back. Each step may be repeated: ids follow from what is billed.
 */
public final class InvoiceProcess {

    private static final String UNWANTED = "The subscription does not want it any more.";

    private final Steps all;
    private final ChargeDrafts drafts;

    public InvoiceProcess(Entities entities, UsageTotals usage) {
        this.all = Steps.of(entities, "invoices");
        this.drafts = new ChargeDrafts(all, usage);
    }

    /** They follow the journal. */
    public List<Projection> reactions() {
        return List.of(
                Projection.reaction("billing@charges", BillingEntities.SUBSCRIPTION, this::charges),
                Projection.reaction("billing@invoices", BillingEntities.INVOICE, this::invoices));
    }

    /** The invoice of a charge. */
    public static InvoiceId invoice(ChargeId charge) {
        return new InvoiceId("charge-" + charge);
    }

    private void charges(List<StoredEvent> events) {
        events.forEach(stored -> charged(all.after(stored), stored.entity().tenant(), stored.event()));
    }

    /** What follows from an event of a subscription. */
    void charged(Steps steps, TenantId tenant, Object event) {
        switch (event) {
            case ChargeDue(var charge) -> bill(steps, tenant, charge);
            case ChargeRetryDue(var charge, var attempt) -> collect(steps, tenant, charge, attempt);
            case ChargeAbandoned(var charge) -> abandon(steps, tenant, charge);
            default -> {
                // The other facts of a subscription's life are paid for by charges.
            }
        }
    }

    private void bill(Steps steps, TenantId tenant, Charge charge) {
        var invoice = invoice(charge.id());
        // What a first attempt has drafted stands: usage may have come since, and is for a later one.
        if (steps.read(BillingEntities.INVOICE, tenant, invoice.entity()) instanceof Invoice.Absent) {
            var draft = drafts.of(tenant, charge);
            if (draft.lines().isEmpty()) {
                settle(steps, tenant, charge.id(), 1, Outcome.PAID);
                return;
            }
            require(tell(steps, tenant, invoice, draft));
        }
        // Refused if somebody threw the draft away, which is for people to decide.
        if (tell(steps, tenant, invoice, new FinaliseInvoice()).isPresent()) {
            settle(steps, tenant, charge.id(), 1, Outcome.FAILED);
        }
    }

    private static void abandon(Steps steps, TenantId tenant, ChargeId charge) {
        new InvoiceNumbers(steps).settle(tenant, invoice(charge));
        // Refused if it is paid: then the subscription will not take it, and it is given back.
        var _ = tell(steps, tenant, invoice(charge), new VoidInvoice(UNWANTED));
    }

    private static void collect(Steps steps, TenantId tenant, ChargeId charge, int attempt) {
        var invoice = invoice(charge);
        var collection = new Collection(new PaymentId(invoice + "-" + attempt), attempt);
        tell(steps, tenant, invoice, new CollectInvoice(collection))
                .ifPresent(refusal -> settle(
                        steps,
                        tenant,
                        charge,
                        attempt,
                        refusal.code().equals("invoice.paid") ? Outcome.PAID : Outcome.FAILED));
    }

    private void invoices(List<StoredEvent> events) {
        events.forEach(stored -> invoiced(
                all.after(stored),
                stored.entity().tenant(),
                new InvoiceId(stored.entity().id().value()),
                (InvoiceEvent) stored.event()));
    }

    /** What follows from an event of an invoice. */
    void invoiced(Steps steps, TenantId tenant, InvoiceId invoice, InvoiceEvent event) {
        switch (event) {
            case InvoiceClosed _ -> new InvoiceNumbers(steps).settle(tenant, invoice);
            case InvoiceFinalised _ ->
                charge(steps, tenant, invoice).ifPresent(charge -> collect(steps, tenant, charge, 1));
            case CollectionBegan(var collection, var due) ->
                require(pay(
                        steps, tenant, collection.payment(), new RequestPayment(new Purpose.ForInvoice(invoice), due)));
            case CollectionFailed(var collection, var _) -> failed(steps, tenant, invoice, collection);
            case InvoicePaid _ -> paid(steps, tenant, invoice);
            case InvoiceVoided(var reason, var collection) ->
                collection.ifPresent(unwanted -> {
                    var _ = pay(steps, tenant, unwanted.payment(), new CallOffPayment(reason));
                    failed(steps, tenant, invoice, unwanted);
                });
            case InvoiceCredited(var credit, var refund) ->
                refund.ifPresent(payment -> giveBack(steps, tenant, invoice, payment, credit));
            case InvoiceEvent.InvoiceDrafted _, InvoiceEvent.InvoiceDiscarded _, InvoiceEvent.InvoiceWrittenOff _ -> {
                // Nobody waits for it.
            }
        }
    }

    private static void failed(Steps steps, TenantId tenant, InvoiceId invoice, Collection collection) {
        charge(steps, tenant, invoice)
                .filter(_ -> collection.attempt() > 0)
                .ifPresent(charge -> settle(steps, tenant, charge, collection.attempt(), Outcome.FAILED));
    }

    private static void paid(Steps steps, TenantId tenant, InvoiceId invoice) {
        charge(steps, tenant, invoice)
                .flatMap(charge -> settle(steps, tenant, charge, 1, Outcome.PAID))
                .ifPresent(_ -> {
                    // Refused if all of it was credited before.
                    var _ = tell(
                            steps,
                            tenant,
                            invoice,
                            new CreditInvoice(
                                    issued(steps, tenant, invoice).document().due(), UNWANTED));
                });
    }

    private static void giveBack(
            Steps steps, TenantId tenant, InvoiceId invoice, PaymentId payment, Invoice.Credit credit) {
        var currency = issued(steps, tenant, invoice).document().due().currency();
        require(pay(
                steps,
                tenant,
                payment,
                new RefundPayment("credit-" + credit.number(), new Money(credit.minor(), currency), credit.reason())));
    }

    private static Invoice.Issued issued(Steps steps, TenantId tenant, InvoiceId invoice) {
        return (Invoice.Issued) steps.read(BillingEntities.INVOICE, tenant, invoice.entity());
    }

    private static Optional<ChargeId> charge(Steps steps, TenantId tenant, InvoiceId invoice) {
        return issued(steps, tenant, invoice).document().content().charge();
    }

    private static Optional<Rejection> settle(
            Steps steps, TenantId tenant, ChargeId charge, int attempt, Outcome outcome) {
        return steps.tell(
                BillingEntities.SUBSCRIPTION,
                tenant,
                new EntityId(tenant.value()),
                new SettleCharge(charge, attempt, outcome));
    }

    private static Optional<Rejection> tell(Steps steps, TenantId tenant, InvoiceId invoice, InvoiceCommand command) {
        return steps.tell(BillingEntities.INVOICE, tenant, invoice.entity(), command);
    }

    private static Optional<Rejection> pay(Steps steps, TenantId tenant, PaymentId payment, PaymentCommand command) {
        return steps.tell(BillingEntities.PAYMENT, tenant, payment.entity(), command);
    }

    /** A step that nobody has a reason to refuse. */
    private static void require(Optional<Rejection> refusal) {
        refusal.ifPresent(why -> {
            throw new StepUnfinishedException(why.code());
        });
    }
}
