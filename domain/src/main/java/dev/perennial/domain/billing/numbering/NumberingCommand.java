package dev.perennial.domain.billing.numbering;

import dev.perennial.domain.billing.InvoiceId;

/** What one can ask of a {@link Numbering}. All answer a {@link NumberingReply}. */
public sealed interface NumberingCommand {

    /** Gives the invoice a number; the same one again until it is settled. */
    record AssignNumber(InvoiceId invoice) implements NumberingCommand {}

    /**
     * The invoice bears this number for good. Any other number that was assigned to it is free for the next invoice.
     *
     * @param number 1 or more
     */
    record SettleNumber(InvoiceId invoice, long number) implements NumberingCommand {}
}
