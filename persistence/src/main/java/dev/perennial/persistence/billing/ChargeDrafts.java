package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BilledUsage;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.PricedUsage;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.DraftInvoice;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the invoice of a charge says: its lines, and what the usage costs that it leaves to be priced. Blocks. */
final class ChargeDrafts {

    private final Steps steps;
    private final UsageTotals usage;

    ChargeDrafts(Steps steps, UsageTotals usage) {
        this.steps = steps;
        this.usage = usage;
    }

    /** Without lines if there is nothing to say. */
    DraftInvoice of(TenantId tenant, Charge charge) {
        var lines = new ArrayList<InvoiceLine>();
        charge.lines().stream().map(ChargeDrafts::line).forEach(lines::add);
        var priced = PricedUsage.of(
                charge, (due, quota) -> usage.of(tenant, due, quota), earlier -> billed(tenant, earlier));
        lines.addAll(priced.lines());
        return new DraftInvoice(
                charge.total().currency(),
                lines,
                Optional.of(charge.period()),
                Optional.of(charge.id()),
                priced.billed());
    }

    /** Whatever became of the invoice, such as that a person took it back: what it said is not said again. */
    private Optional<List<BilledUsage>> billed(TenantId tenant, ChargeId charge) {
        return steps.read(
                        BillingEntities.INVOICE,
                        tenant,
                        InvoiceProcess.invoice(charge).entity())
                .said()
                .map(Invoice.Content::usage);
    }

    /** The price of one where all together cost a multiple of it, else the price of all of them. */
    private static InvoiceLine line(ChargeLine line) {
        var amount = line.amount().minor();
        var quantity = line.quantity();
        return quantity > 1 && amount % quantity == 0
                ? new InvoiceLine(line.description(), quantity, amount / quantity, 1, amount)
                : new InvoiceLine(line.description(), quantity, amount, Math.max(1, quantity), amount);
    }
}
