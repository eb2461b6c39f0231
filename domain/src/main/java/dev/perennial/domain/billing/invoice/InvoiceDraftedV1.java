package dev.perennial.domain.billing.invoice;

import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceDrafted;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Superseded;
import java.util.List;
import java.util.Optional;

/** From before an invoice said how much usage it bills. */
@EventName("billing.invoice-drafted")
public record InvoiceDraftedV1(ContentV1 content) implements Superseded<InvoiceDrafted> {

    /** An {@link Invoice.Content} as it was. */
    public record ContentV1(List<InvoiceLine> lines, Money total, Optional<Period> period, Optional<ChargeId> charge) {}

    @Override
    public InvoiceDrafted upcast() {
        return new InvoiceDrafted(
                new Invoice.Content(content.lines(), content.total(), content.period(), content.charge(), List.of()));
    }
}
