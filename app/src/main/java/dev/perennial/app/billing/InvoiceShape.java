package dev.perennial.app.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.invoice.Invoice;
import dev.perennial.domain.billing.invoice.Invoice.Content;
import dev.perennial.domain.billing.invoice.Invoice.Document;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.billing.InvoiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice looks like to a client; what it does not have is left out.
 *
 * @param credited the sum of the credits
 * @param due what is owed, or was paid, after them
 * @param payment that is under way, or paid it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvoiceShape(
        String id,
        long revision,
        String status,
        @Nullable Long number,
        @Nullable Instant issuedAt,
        List<Line> lines,
        Money total,
        Money credited,
        Money due,
        List<CreditNote> credits,
        @Nullable Period period,
        @Nullable Integer charge,
        @Nullable String payment,
        @Nullable Instant paidAt,
        @Nullable String reason) {

    InvoiceShape {
        lines = List.copyOf(lines);
        credits = List.copyOf(credits);
    }

    record Line(String text, long quantity, long minor, long per, long amount) {}

    record CreditNote(int number, Money amount, String reason) {}

    private record Fate(Optional<String> payment, Optional<Instant> paidAt, Optional<String> reason) {
        static final Fate NONE = new Fate(Optional.empty(), Optional.empty(), Optional.empty());

        static Fate because(String reason) {
            return new Fate(Optional.empty(), Optional.empty(), Optional.of(reason));
        }
    }

    /** Empty for one that does not exist. */
    static Optional<InvoiceShape> of(EntityId id, long revision, Invoice invoice) {
        return switch (invoice) {
            case Invoice.Absent _ -> Optional.empty();
            case Invoice.Draft(var content) -> Optional.of(of(id, revision, invoice, content, Fate.NONE));
            case Invoice.Closed(var content) -> Optional.of(of(id, revision, invoice, content, Fate.NONE));
            case Invoice.Discarded(var content, var reason) ->
                Optional.of(of(id, revision, invoice, content, Fate.because(reason)));
            case Invoice.Issued issued ->
                Optional.of(of(id, revision, invoice, issued.document().content(), fate(issued)));
        };
    }

    private static Fate fate(Invoice.Issued issued) {
        return switch (issued) {
            case Invoice.Open open ->
                new Fate(
                        open.collection().map(collection -> collection.payment().value()),
                        Optional.empty(),
                        Optional.empty());
            case Invoice.Paid paid ->
                new Fate(paid.payment().map(Object::toString), Optional.of(paid.at()), Optional.empty());
            case Invoice.Voided voided -> Fate.because(voided.reason());
            case Invoice.Uncollectible uncollectible -> Fate.because(uncollectible.reason());
        };
    }

    private static InvoiceShape of(EntityId id, long revision, Invoice invoice, Content content, Fate fate) {
        var document =
                invoice instanceof Invoice.Issued issued ? Optional.of(issued.document()) : Optional.<Document>empty();
        var total = content.total();
        return new InvoiceShape(
                id.value(),
                revision,
                Optional.ofNullable(InvoiceStatus.of(invoice)).map(Reply::label).orElseThrow(),
                document.map(Document::number).orElse(null),
                document.map(Document::at).orElse(null),
                content.lines().stream().map(InvoiceShape::line).toList(),
                total,
                new Money(document.map(Document::credited).orElse(0L), total.currency()),
                document.map(Document::due).orElse(total),
                document.stream()
                        .flatMap(it -> it.credits().stream())
                        .map(credit -> new CreditNote(
                                credit.number(), new Money(credit.minor(), total.currency()), credit.reason()))
                        .toList(),
                content.period().orElse(null),
                content.charge().map(charge -> charge.value()).orElse(null),
                fate.payment().orElse(null),
                fate.paidAt().orElse(null),
                fate.reason().orElse(null));
    }

    private static Line line(InvoiceLine line) {
        return new Line(line.text(), line.quantity(), line.minor(), line.per(), line.amount());
    }
}
