package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.NumberInvoice;
import dev.perennial.domain.billing.numbering.Numbering;
import dev.perennial.domain.billing.numbering.NumberingCommand.AssignNumber;
import dev.perennial.domain.billing.numbering.NumberingCommand.SettleNumber;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Steps;

/**
 * Gives finalised invoices their numbers. A number is assigned, borne by the invoice, then confirmed; whoever dies in between is
 * followed by another, who is assigned the same number. Of two who do it at once, the one whose number the invoice does not bear
 * brings it back. Blocks.
 */
public final class InvoiceNumbers {

    private final Steps steps;

    public InvoiceNumbers(Entities entities) {
        this(Steps.of(entities, "invoice-numbers"));
    }

    InvoiceNumbers(Steps steps) {
        this.steps = steps;
    }

    /** Takes care that the invoice has a number, if it is to have one, and that no other stays assigned to it. */
    public void settle(TenantId tenant, InvoiceId invoice) {
        if (steps.read(BillingEntities.INVOICE, tenant, invoice.entity()) instanceof Invoice.Closed) {
            var number = steps.ask(BillingEntities.NUMBERING, tenant, series(tenant), new AssignNumber(invoice))
                    .number();
            // Refused to the second of two.
            var _ = steps.tell(BillingEntities.INVOICE, tenant, invoice.entity(), new NumberInvoice(number));
        }
        if (steps.read(BillingEntities.INVOICE, tenant, invoice.entity()) instanceof Invoice.Issued issued) {
            var number = issued.document().number();
            var _ = steps.tell(BillingEntities.NUMBERING, tenant, series(tenant), new SettleNumber(invoice, number));
        }
    }

    /** The same for all invoices of the tenant that wait. */
    public void settleAll(TenantId tenant) {
        if (steps.read(BillingEntities.NUMBERING, tenant, series(tenant)) instanceof Numbering.Series waiting) {
            waiting.pending().forEach(pending -> settle(tenant, pending.invoice()));
        }
    }

    private static EntityId series(TenantId tenant) {
        return new EntityId(tenant.value());
    }
}
