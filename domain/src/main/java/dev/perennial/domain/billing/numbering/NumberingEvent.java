package dev.perennial.domain.billing.numbering;

import dev.perennial.domain.billing.InvoiceId;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;

/** What happens to a {@link Numbering}. */
public sealed interface NumberingEvent {

    @EventName("billing.invoice-number-assigned")
    record NumberAssigned(InvoiceId invoice, long number, Instant at) implements NumberingEvent {}

    @EventName("billing.invoice-number-confirmed")
    record NumberConfirmed(InvoiceId invoice, long number) implements NumberingEvent {}

    /** The invoice had a number already, so this one goes to the next. */
    @EventName("billing.invoice-number-released")
    record NumberReleased(InvoiceId invoice, long number) implements NumberingEvent {}
}
