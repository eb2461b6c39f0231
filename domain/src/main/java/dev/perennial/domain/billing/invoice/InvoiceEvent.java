package dev.perennial.domain.billing.invoice;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;
import java.util.Optional;

/** What happens to an {@link Invoice}. */
public sealed interface InvoiceEvent {

    @EventName(value = "billing.invoice-drafted", version = 2)
    record InvoiceDrafted(Invoice.Content content) implements InvoiceEvent {}

    /** Its content stands; what it lacks is a number. */
    @EventName("billing.invoice-closed")
    record InvoiceClosed() implements InvoiceEvent {}

    /** @param at the date of the invoice */
    @EventName("billing.invoice-finalised")
    record InvoiceFinalised(long number, Instant at) implements InvoiceEvent {}

    /** @param due what is collected */
    @EventName("billing.invoice-collection-began")
    record CollectionBegan(Invoice.Collection collection, Money due) implements InvoiceEvent {}

    @EventName("billing.invoice-collection-failed")
    record CollectionFailed(Invoice.Collection collection, String reason) implements InvoiceEvent {}

    /** @param payment none if nothing was due */
    @EventName("billing.invoice-paid")
    record InvoicePaid(Optional<PaymentId> payment, Instant at) implements InvoiceEvent {}

    /** A draft was thrown away. It never had a number. */
    @EventName("billing.invoice-discarded")
    record InvoiceDiscarded(String reason) implements InvoiceEvent {}

    /** @param collection what was under way and is no longer wanted */
    @EventName("billing.invoice-voided")
    record InvoiceVoided(String reason, Optional<Invoice.Collection> collection) implements InvoiceEvent {}

    @EventName("billing.invoice-written-off")
    record InvoiceWrittenOff(String reason) implements InvoiceEvent {}

    /** @param refund the payment of which so much is to be given back; none if the invoice had not been paid */
    @EventName("billing.invoice-credited")
    record InvoiceCredited(Invoice.Credit credit, Optional<PaymentId> refund) implements InvoiceEvent {}
}
