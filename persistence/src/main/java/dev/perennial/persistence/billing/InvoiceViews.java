package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Content;
import dev.perennial.domain.billing.invoice.Invoice.Document;
import dev.perennial.domain.billing.numbering.Numbering;
import dev.perennial.domain.billing.payment.Payment;
import dev.perennial.domain.billing.payment.Purpose;
import dev.perennial.persistence.projection.StateView;
import java.util.Optional;

/** Invoices and payments in lists, and when something is due of them. */
final class InvoiceViews {

    private InvoiceViews() {}

    static StateView<Invoice> invoices() {
        return StateView.of(BillingEntities.INVOICE, "invoices")
                .column("status", row -> InvoiceStatus.of(row.state()))
                .column(
                        "number",
                        row -> document(row.state()).map(Document::number).orElse(null))
                .column(
                        "issued_at",
                        row -> document(row.state()).map(Document::at).orElse(null))
                .column(
                        "currency",
                        row -> content(row.state())
                                .map(content -> content.total().currency().getCurrencyCode())
                                .orElse(null))
                .column(
                        "total",
                        row -> content(row.state())
                                .map(content -> content.total().minor())
                                .orElse(null))
                .column(
                        "credited",
                        row -> document(row.state()).map(Document::credited).orElse(null));
    }

    private static Optional<Document> document(Invoice invoice) {
        return invoice instanceof Invoice.Issued issued ? Optional.of(issued.document()) : Optional.empty();
    }

    private static Optional<Content> content(Invoice invoice) {
        return switch (invoice) {
            case Invoice.Absent _ -> Optional.empty();
            case Invoice.Draft(var content) -> Optional.of(content);
            case Invoice.Discarded(var content, var _) -> Optional.of(content);
            case Invoice.Closed(var content) -> Optional.of(content);
            case Invoice.Issued issued -> Optional.of(issued.document().content());
        };
    }

    /** For the chore that brings numbers to their invoices which were left half-way. */
    static StateView<Numbering> series() {
        return StateView.of(BillingEntities.NUMBERING, "invoice_series")
                .column(
                        "waiting_since",
                        row -> row.state() instanceof Numbering.Series series
                                        && !series.pending().isEmpty()
                                ? series.pending().getFirst().since()
                                : null);
    }

    static StateView<Payment> payments() {
        return StateView.of(BillingEntities.PAYMENT, "payments")
                .column("status", row -> PaymentStatus.of(row.state()))
                .column(
                        "currency",
                        row -> order(row.state())
                                .map(order -> order.amount().currency().getCurrencyCode())
                                .orElse(null))
                .column(
                        "amount",
                        row -> order(row.state())
                                .map(order -> order.amount().minor())
                                .orElse(null))
                .column("kept", row -> row.state() instanceof Payment.Succeeded succeeded ? succeeded.kept() : 0L)
                .column(
                        "invoice",
                        row -> order(row.state())
                                .map(order ->
                                        order.purpose() instanceof Purpose.ForInvoice(var invoice) ? invoice : null)
                                .orElse(null))
                .column(
                        "wallet",
                        row -> order(row.state())
                                .map(order -> order.purpose() instanceof Purpose.ForTopUp topUp ? topUp.wallet() : null)
                                .orElse(null))
                .column("due_at", row -> row.state().due().orElse(null));
    }

    private static Optional<Payment.Order> order(Payment payment) {
        return payment instanceof Payment.Known known ? Optional.of(known.order()) : Optional.empty();
    }
}
