package dev.perennial.domain.billing.invoice;

import dev.perennial.domain.billing.BilledUsage;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.Period;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What one can ask of an {@link Invoice}. */
public sealed interface InvoiceCommand {

    /**
     * Writes the draft.
     *
     * @param lines 1 to {@value Drafting#MAX_LINES}, in the currency; their sum must not be below zero
     * @param period what it is for
     * @param charge the charge of the tenant's subscription that it bills; empty for one that an operator writes
     * @param usage how much of which usage is billed with it
     */
    record DraftInvoice(
            Currency currency,
            List<InvoiceLine> lines,
            Optional<Period> period,
            Optional<ChargeId> charge,
            List<BilledUsage> usage)
            implements InvoiceCommand {

        public DraftInvoice {
            lines = List.copyOf(lines);
            usage = List.copyOf(usage);
        }
    }

    /** From here on nothing of it changes, and it gets its number. */
    record FinaliseInvoice() implements InvoiceCommand {}

    /** Gives an invoice that is being finalised its number. */
    record NumberInvoice(long number) implements InvoiceCommand {}

    /** Begins to collect what is due; one collection at a time, and none by a payment that has failed. */
    record CollectInvoice(Invoice.Collection collection) implements InvoiceCommand {}

    /** The payment brought what was due. */
    record PayInvoice(PaymentId payment) implements InvoiceCommand {}

    /** The payment came to nothing. */
    record FailCollection(PaymentId payment, String reason) implements InvoiceCommand {}

    /** It is not owed. */
    record VoidInvoice(String reason) implements InvoiceCommand {}

    /** It is owed, but nobody expects it to be paid any more. */
    record WriteOffInvoice(String reason) implements InvoiceCommand {}

    /** A credit note: so much less is owed, or given back if it was paid. */
    record CreditInvoice(Money amount, String reason) implements InvoiceCommand {}
}
