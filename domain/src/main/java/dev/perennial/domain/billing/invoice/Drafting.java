package dev.perennial.domain.billing.invoice;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.invoice.Invoice.Content;
import dev.perennial.domain.billing.invoice.InvoiceCommand.DraftInvoice;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceDrafted;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;

/** What an invoice may say. */
final class Drafting {

    static final int MAX_LINES = 5_000;

    private Drafting() {}

    static Decision<InvoiceEvent, Done> draft(DraftInvoice draft) {
        if (draft.lines().isEmpty() || draft.lines().size() > MAX_LINES) {
            return reject(Rejection.invalid("invoice.lines-count", "An invoice has 1 to " + MAX_LINES + " lines."));
        }
        if (!draft.lines().stream().allMatch(InvoiceLine::isSound)) {
            return reject(
                    Rejection.invalid("invoice.line-unsound", "A line's text, numbers or amount are not acceptable."));
        }
        // So many lines of the greatest amounts stay far from the bounds of a long.
        var total = draft.lines().stream().mapToLong(InvoiceLine::amount).sum();
        return total < 0
                ? reject(Rejection.invalid("invoice.total-negative", "The lines add up to less than nothing."))
                : accept(new InvoiceDrafted(new Content(
                        draft.lines(),
                        new Money(total, draft.currency()),
                        draft.period(),
                        draft.charge(),
                        draft.usage())));
    }

    /** The same draft again changes nothing, whatever became of it. */
    static Decision<InvoiceEvent, Done> again(Content content, DraftInvoice draft) {
        return content.lines().equals(draft.lines())
                        && content.period().equals(draft.period())
                        && content.charge().equals(draft.charge())
                ? accept()
                : reject(Rejection.conflict("invoice.exists", "An invoice with this id exists."));
    }
}
