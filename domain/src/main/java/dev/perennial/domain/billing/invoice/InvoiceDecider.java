package dev.perennial.domain.billing.invoice;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.invoice.Invoice.Absent;
import dev.perennial.domain.billing.invoice.Invoice.Closed;
import dev.perennial.domain.billing.invoice.Invoice.Collection;
import dev.perennial.domain.billing.invoice.Invoice.Credit;
import dev.perennial.domain.billing.invoice.Invoice.Discarded;
import dev.perennial.domain.billing.invoice.Invoice.Document;
import dev.perennial.domain.billing.invoice.Invoice.Draft;
import dev.perennial.domain.billing.invoice.Invoice.Issued;
import dev.perennial.domain.billing.invoice.Invoice.Open;
import dev.perennial.domain.billing.invoice.Invoice.Paid;
import dev.perennial.domain.billing.invoice.Invoice.Uncollectible;
import dev.perennial.domain.billing.invoice.Invoice.Voided;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CollectInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.CreditInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.DraftInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.FailCollection;
import dev.perennial.domain.billing.invoice.InvoiceCommand.FinaliseInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.NumberInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.PayInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.VoidInvoice;
import dev.perennial.domain.billing.invoice.InvoiceCommand.WriteOffInvoice;
import dev.perennial.domain.billing.invoice.InvoiceEvent.CollectionBegan;
import dev.perennial.domain.billing.invoice.InvoiceEvent.CollectionFailed;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceClosed;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceCredited;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceDiscarded;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceDrafted;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceFinalised;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoicePaid;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceVoided;
import dev.perennial.domain.billing.invoice.InvoiceEvent.InvoiceWrittenOff;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * The rules of an {@link Invoice}. Of the payments that are made for it at most one is accepted: whoever brings another gets
 * a refusal, and has to give the money back.
 */
public final class InvoiceDecider implements Decider<Invoice, InvoiceCommand, InvoiceEvent, Done> {

    static final int MAX_FAILED = 100;

    @Override
    public Invoice initial() {
        return new Absent();
    }

    @Override
    public Decision<InvoiceEvent, Done> decide(Invoice state, InvoiceCommand command, Context context) {
        return switch (state) {
            case Absent _ -> command instanceof DraftInvoice draft ? Drafting.draft(draft) : notFound();
            case Draft draft -> draft(draft, command);
            case Discarded discarded -> discarded(discarded, command);
            case Closed closed -> closed(closed, command, context);
            case Open open -> open(open, command, context);
            case Paid paid -> paid(paid, command);
            case Voided over -> ended(over, command, "invoice.void", "The invoice is void.");
            case Uncollectible over -> ended(over, command, "invoice.written-off", "The invoice was written off.");
        };
    }

    private static Decision<InvoiceEvent, Done> draft(Draft state, InvoiceCommand command) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.content(), draft);
            case FinaliseInvoice _ -> accept(new InvoiceClosed());
            case VoidInvoice(var reason) -> explained(reason, new InvoiceDiscarded(reason));
            case NumberInvoice _,
                    CollectInvoice _,
                    PayInvoice _,
                    FailCollection _,
                    WriteOffInvoice _,
                    CreditInvoice _ -> reject(Rejection.conflict("invoice.draft", "The invoice is not finalised."));
        };
    }

    private static Decision<InvoiceEvent, Done> discarded(Discarded state, InvoiceCommand command) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.content(), draft);
            case VoidInvoice _ -> accept();
            case FinaliseInvoice _,
                    NumberInvoice _,
                    CollectInvoice _,
                    PayInvoice _,
                    FailCollection _,
                    WriteOffInvoice _,
                    CreditInvoice _ -> reject(Rejection.conflict("invoice.discarded", "The draft was thrown away."));
        };
    }

    private static Decision<InvoiceEvent, Done> closed(Closed state, InvoiceCommand command, Context context) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.content(), draft);
            case FinaliseInvoice _ -> accept();
            case NumberInvoice(var number) -> {
                var finalised = new InvoiceFinalised(number, context.now());
                yield state.content().total().isZero()
                        ? accept(finalised, new InvoicePaid(Optional.empty(), context.now()))
                        : accept(finalised);
            }
            case CollectInvoice _, PayInvoice _, FailCollection _, VoidInvoice _, WriteOffInvoice _, CreditInvoice _ ->
                reject(Rejection.conflict("invoice.without-number", "The invoice is about to get its number."));
        };
    }

    private static Decision<InvoiceEvent, Done> open(Open state, InvoiceCommand command, Context context) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.document().content(), draft);
            case FinaliseInvoice _ -> accept();
            case NumberInvoice(var number) -> numbered(state.document(), number);
            case CollectInvoice(var collection) -> collect(state, collection);
            case PayInvoice(var payment) ->
                state.isCollecting(payment)
                        ? accept(new InvoicePaid(Optional.of(payment), context.now()))
                        : reject(Rejection.conflict("invoice.other-payment", "The invoice waits for no such payment."));
            case FailCollection(var payment, var reason) ->
                state.collection()
                        .filter(collection -> collection.payment().equals(payment))
                        .map(collection -> explained(reason, new CollectionFailed(collection, reason)))
                        .orElseGet(Decision::accept);
            case VoidInvoice(var reason) -> explained(reason, new InvoiceVoided(reason, state.collection()));
            case WriteOffInvoice(var reason) ->
                state.collection().isPresent() ? beingCollected() : explained(reason, new InvoiceWrittenOff(reason));
            case CreditInvoice credit ->
                state.collection().isPresent() ? beingCollected() : Crediting.open(state, credit, context);
        };
    }

    private static Decision<InvoiceEvent, Done> collect(Open state, Collection collection) {
        if (state.isCollecting(collection.payment()) || state.failed().contains(collection.payment())) {
            return accept();
        }
        if (state.failed().size() >= MAX_FAILED) {
            return reject(Rejection.conflict("invoice.attempts-count", "Too many payments came to nothing."));
        }
        return state.collection().isPresent()
                ? beingCollected()
                : accept(new CollectionBegan(collection, state.document().due()));
    }

    private static Decision<InvoiceEvent, Done> paid(Paid state, InvoiceCommand command) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.document().content(), draft);
            case FinaliseInvoice _, FailCollection _ -> accept();
            case NumberInvoice(var number) -> numbered(state.document(), number);
            case PayInvoice(var payment) ->
                state.payment().filter(payment::equals).isPresent() ? accept() : alreadyPaid();
            case CreditInvoice credit -> Crediting.paid(state, credit);
            case CollectInvoice _, VoidInvoice _, WriteOffInvoice _ -> alreadyPaid();
        };
    }

    private static Decision<InvoiceEvent, Done> numbered(Document document, long number) {
        return document.number() == number
                ? accept()
                : reject(Rejection.conflict("invoice.numbered", "The invoice has another number."));
    }

    private static Decision<InvoiceEvent, Done> ended(
            Issued state, InvoiceCommand command, String code, String detail) {
        return switch (command) {
            case DraftInvoice draft -> Drafting.again(state.document().content(), draft);
            case FinaliseInvoice _, FailCollection _ -> accept();
            case NumberInvoice(var number) -> numbered(state.document(), number);
            case VoidInvoice _ when state instanceof Voided -> accept();
            case WriteOffInvoice _ when state instanceof Uncollectible -> accept();
            case CollectInvoice _, PayInvoice _, VoidInvoice _, WriteOffInvoice _, CreditInvoice _ ->
                reject(Rejection.conflict(code, detail));
        };
    }

    private static Decision<InvoiceEvent, Done> explained(String reason, InvoiceEvent event) {
        return Crediting.isReason(reason) ? accept(event) : reject(Crediting.BAD_REASON);
    }

    private static Decision<InvoiceEvent, Done> notFound() {
        return reject(Rejection.notFound("invoice.not-found", "There is no such invoice."));
    }

    private static Decision<InvoiceEvent, Done> beingCollected() {
        return reject(Rejection.conflict("invoice.being-collected", "A payment is under way."));
    }

    private static Decision<InvoiceEvent, Done> alreadyPaid() {
        return reject(Rejection.conflict("invoice.paid", "The invoice is paid."));
    }

    @Override
    public Invoice evolve(Invoice state, InvoiceEvent event) {
        return switch (event) {
            case InvoiceDrafted(var content) -> new Draft(content);
            case InvoiceClosed _ -> state instanceof Draft(var content) ? new Closed(content) : state;
            case InvoiceFinalised(var number, var at) ->
                state instanceof Closed(var content)
                        ? new Open(new Document(number, at, content, List.of()), Optional.empty(), List.of())
                        : state;
            case InvoiceDiscarded(var reason) ->
                state instanceof Draft(var content) ? new Discarded(content, reason) : state;
            case InvoiceCredited credited -> credited(state, credited.credit());
            case CollectionBegan _, CollectionFailed _, InvoicePaid _, InvoiceVoided _, InvoiceWrittenOff _ ->
                state instanceof Open open ? evolve(open, event) : state;
        };
    }

    private static Invoice evolve(Open open, InvoiceEvent event) {
        return switch (event) {
            case CollectionBegan began -> open.began(began.collection());
            case CollectionFailed failed -> open.failed(failed.collection().payment());
            case InvoicePaid(var payment, var at) -> new Paid(open.document(), payment, at);
            case InvoiceVoided voided -> new Voided(open.document(), voided.reason());
            case InvoiceWrittenOff(var reason) -> new Uncollectible(open.document(), reason);
            case InvoiceDrafted _, InvoiceClosed _, InvoiceFinalised _, InvoiceDiscarded _, InvoiceCredited _ -> open;
        };
    }

    private static Invoice credited(Invoice state, Credit credit) {
        return switch (state) {
            case Open(var document, var collection, var failed) -> new Open(document.with(credit), collection, failed);
            case Paid(var document, var payment, var at) -> new Paid(document.with(credit), payment, at);
            case Absent _, Draft _, Discarded _, Closed _, Voided _, Uncollectible _ -> state;
        };
    }
}
