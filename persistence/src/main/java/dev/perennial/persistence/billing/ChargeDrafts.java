package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.invoice.InvoiceCommand.DraftInvoice;
import dev.perennial.domain.kernel.TenantId;
import java.util.ArrayList;
import java.util.Optional;

/** What the invoice of a charge says: its lines, and what the usage costs that it leaves to be priced. Blocks. */
final class ChargeDrafts {

    private final UsageTotals usage;

    ChargeDrafts(UsageTotals usage) {
        this.usage = usage;
    }

    /** Without lines if there is nothing to say. */
    DraftInvoice of(TenantId tenant, Charge charge) {
        var lines = new ArrayList<InvoiceLine>();
        charge.lines().stream().map(ChargeDrafts::line).forEach(lines::add);
        for (var due : charge.usage()) {
            lines.addAll(Rating.lines(due.terms().quotas(), usage.of(tenant, due)));
        }
        return new DraftInvoice(
                charge.total().currency(), lines, Optional.of(charge.period()), Optional.of(charge.id()));
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
