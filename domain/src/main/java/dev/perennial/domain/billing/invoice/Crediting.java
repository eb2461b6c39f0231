package dev.perennial.domain.billing.invoice;

import static dev.perennial.domain.kernel.Decision.accept;

import dev.perennial.domain.billing.invoice.Invoice.Credit;
import dev.perennial.domain.billing.invoice.Invoice.Document;
import dev.perennial.domain.billing.invoice.Invoice.Open;
import dev.perennial.domain.billing.invoice.Invoice.Paid;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CreditInvoice;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceCredited;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoicePaid;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Texts;
import java.util.Optional;

/** What may be taken off an invoice once it is final. */
final class Crediting {

    static final int MAX_CREDITS = 50;
    private static final int MAX_REASON = 200;

    static final Rejection BAD_REASON =
            Rejection.invalid("invoice.reason-invalid", "A reason is one line of 1 to " + MAX_REASON + " characters.");

    private Crediting() {}

    /** Owed the less. What is credited altogether counts as paid. */
    static Decision<InvoiceEvent, Done> open(Open invoice, CreditInvoice command, Context context) {
        var refusal = refusal(invoice.document(), command);
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        var credit = credit(invoice.document(), command);
        var credited = new InvoiceCredited(credit, Optional.empty());
        return invoice.document().with(credit).due().isZero()
                ? accept(credited, new InvoicePaid(Optional.empty(), context.now()))
                : accept(credited);
    }

    /** To be given back. */
    static Decision<InvoiceEvent, Done> paid(Paid invoice, CreditInvoice command) {
        return refusal(invoice.document(), command)
                .<Decision<InvoiceEvent, Done>>map(Decision::reject)
                .orElseGet(() -> accept(new InvoiceCredited(credit(invoice.document(), command), invoice.payment())));
    }

    static boolean isReason(String reason) {
        return Texts.isLine(reason, MAX_REASON);
    }

    private static Credit credit(Document document, CreditInvoice command) {
        return new Credit(document.credits().size() + 1, command.amount().minor(), command.reason());
    }

    private static Optional<Rejection> refusal(Document document, CreditInvoice command) {
        var left = document.due();
        if (document.credits().size() >= MAX_CREDITS) {
            return Optional.of(
                    Rejection.conflict("invoice.credits-count", "An invoice has at most " + MAX_CREDITS + " credits."));
        }
        if (!command.amount().currency().equals(left.currency())) {
            return Optional.of(Rejection.invalid("invoice.currency-mixed", "The invoice is in another currency."));
        }
        if (command.amount().minor() < 1 || command.amount().minor() > left.minor()) {
            return Optional.of(Rejection.invalid(
                    "invoice.credit-amount", "A credit is at least 1 and at most what is left of the total."));
        }
        return isReason(command.reason()) ? Optional.empty() : Optional.of(BAD_REASON);
    }
}
