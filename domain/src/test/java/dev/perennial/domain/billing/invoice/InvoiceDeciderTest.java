package dev.perennial.domain.billing.invoice;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.invoice.Invoice.Collection;
import dev.perennial.domain.billing.invoice.Invoice.Content;
import dev.perennial.domain.billing.invoice.Invoice.Credit;
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
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InvoiceDeciderTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final PaymentId P1 = new PaymentId("p1");
    private static final PaymentId P2 = new PaymentId("p2");
    private static final String WHY = "by mistake";

    private static final InvoiceLine PLAN = InvoiceLine.of("Pro", 2_000);
    private static final InvoiceLine CREDIT = InvoiceLine.of("Unused time of Basic", -500);
    private static final DraftInvoice DRAFT = draft(PLAN, CREDIT);

    private static final InvoiceDrafted DRAFTED = new InvoiceDrafted(
            new Content(List.of(PLAN, CREDIT), eur(1_500), Optional.empty(), Optional.of(new ChargeId(1)), List.of()));
    private static final InvoiceClosed CLOSED = new InvoiceClosed();
    private static final InvoiceFinalised FINALISED = new InvoiceFinalised(7, Given.NOW);
    private static final Collection C1 = new Collection(P1, 1);
    private static final Collection C2 = new Collection(P2, 2);
    private static final CollectionBegan BEGAN = new CollectionBegan(C1, eur(1_500));
    private static final CollectionFailed FAILED = new CollectionFailed(C1, "no funds");
    private static final InvoicePaid PAID = new InvoicePaid(Optional.of(P1), Given.NOW);
    private static final InvoiceVoided VOIDED = new InvoiceVoided(WHY, Optional.empty());
    private static final InvoiceWrittenOff WRITTEN_OFF = new InvoiceWrittenOff(WHY);

    private static Money eur(long minor) {
        return new Money(minor, EUR);
    }

    private static DraftInvoice draft(InvoiceLine... lines) {
        return new DraftInvoice(EUR, List.of(lines), Optional.empty(), Optional.of(new ChargeId(1)), List.of());
    }

    private static CreditInvoice credit(long minor) {
        return new CreditInvoice(eur(minor), WHY);
    }

    private static Given<Invoice, InvoiceCommand, InvoiceEvent, Done> invoice(InvoiceEvent... history) {
        return Given.entity(new InvoiceDecider()).events(history);
    }

    private static Given<Invoice, InvoiceCommand, InvoiceEvent, Done> open(InvoiceEvent... further) {
        return invoice(DRAFTED, CLOSED, FINALISED).events(further);
    }

    private static Given<Invoice, InvoiceCommand, InvoiceEvent, Done> paid(InvoiceEvent... further) {
        return open(BEGAN, PAID).events(further);
    }

    @Test
    void aDraftAddsUp() {
        invoice().when(DRAFT).then(DRAFTED);
    }

    @Test
    void anUnacceptableDraftIsRefused() {
        invoice().when(draft()).thenRejected(INVALID, "invoice.lines-count");
        invoice()
                .when(new DraftInvoice(
                        EUR, Collections.nCopies(5_001, PLAN), Optional.empty(), Optional.empty(), List.of()))
                .thenRejected(INVALID, "invoice.lines-count");
        invoice().when(draft(CREDIT)).thenRejected(INVALID, "invoice.total-negative");
        for (var unsound : List.of(
                new InvoiceLine("", 1, 1, 1, 1),
                new InvoiceLine("two\nlines", 1, 1, 1, 1),
                new InvoiceLine("long ".repeat(50).strip(), 1, 1, 1, 1),
                new InvoiceLine("fewer than none", -1, 1, 1, -1),
                new InvoiceLine("for each nothing", 1, 1, 0, 1),
                new InvoiceLine("not what it comes to", 2, 3, 1, 7),
                new InvoiceLine("less than a price may be", 1, Long.MIN_VALUE, 1, -InvoiceLine.MAX_AMOUNT),
                InvoiceLine.of("more than a price may be", InvoiceLine.MAX_AMOUNT + 1),
                new InvoiceLine("least of all", 1, Long.MIN_VALUE, 1, Long.MIN_VALUE))) {
            invoice().when(draft(unsound)).thenRejected(INVALID, "invoice.line-unsound");
        }
    }

    @Test
    void theGreatestInvoiceAddsUp() {
        var greatest = InvoiceLine.of("All there is", InvoiceLine.MAX_AMOUNT);
        invoice()
                .when(new DraftInvoice(
                        EUR, Collections.nCopies(5_000, greatest), Optional.empty(), Optional.empty(), List.of()))
                .then(new InvoiceDrafted(new Content(
                        Collections.nCopies(5_000, greatest),
                        eur(5_000 * InvoiceLine.MAX_AMOUNT),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())));
    }

    @Test
    void theSameDraftAgainChangesNothingWhateverBecameOfIt() {
        for (var given : everyStateWithADraft()) {
            given.when(DRAFT).thenNothing();
            given.when(draft(PLAN)).thenRejected(CONFLICT, "invoice.exists");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var command : everyCommandButDraft()) {
            invoice().when(command).thenRejected(NOT_FOUND, "invoice.not-found");
        }
    }

    @Test
    void aDraftIsFinalisedOrThrownAway() {
        invoice(DRAFTED).when(new FinaliseInvoice()).then(CLOSED);
        invoice(DRAFTED).when(new VoidInvoice(WHY)).then(new InvoiceDiscarded(WHY));
        for (var command : List.of(
                new NumberInvoice(7),
                new CollectInvoice(C1),
                new PayInvoice(P1),
                new FailCollection(P1, WHY),
                new WriteOffInvoice(WHY),
                credit(1))) {
            invoice(DRAFTED).when(command).thenRejected(CONFLICT, "invoice.draft");
        }
    }

    @Test
    void aDraftThatWasThrownAwayStaysSo() {
        var discarded = invoice(DRAFTED, new InvoiceDiscarded(WHY));
        discarded.when(new VoidInvoice(WHY)).thenNothing();
        for (var command : everyCommandButDraft()) {
            if (!(command instanceof VoidInvoice)) {
                discarded.when(command).thenRejected(CONFLICT, "invoice.discarded");
            }
        }
    }

    @Test
    void aFinalisedInvoiceGetsItsNumberOnce() {
        invoice(DRAFTED, CLOSED).when(new FinaliseInvoice()).thenNothing();
        invoice(DRAFTED, CLOSED).when(new NumberInvoice(7)).then(FINALISED);
        open().when(new NumberInvoice(7)).thenNothing();
        open().when(new NumberInvoice(8)).thenRejected(CONFLICT, "invoice.numbered");
        paid().when(new NumberInvoice(7)).thenNothing();
        paid().when(new NumberInvoice(8)).thenRejected(CONFLICT, "invoice.numbered");
    }

    @Test
    void whileItWaitsForItsNumberNothingElseHappens() {
        for (var command : List.of(
                new CollectInvoice(C1),
                new PayInvoice(P1),
                new FailCollection(P1, WHY),
                new VoidInvoice(WHY),
                new WriteOffInvoice(WHY),
                credit(1))) {
            invoice(DRAFTED, CLOSED).when(command).thenRejected(CONFLICT, "invoice.without-number");
        }
    }

    @Test
    void whatComesToNothingIsPaidAtOnce() {
        var free =
                new InvoiceDrafted(new Content(List.of(PLAN), eur(0), Optional.empty(), Optional.empty(), List.of()));
        invoice(free, CLOSED).when(new NumberInvoice(7)).then(FINALISED, new InvoicePaid(Optional.empty(), Given.NOW));
    }

    @Test
    void oneCollectionAtATime() {
        open().when(new CollectInvoice(C1)).then(BEGAN);
        open(BEGAN).when(new CollectInvoice(C1)).thenNothing();
        open(BEGAN).when(new CollectInvoice(C2)).thenRejected(CONFLICT, "invoice.being-collected");
        open(BEGAN).when(new WriteOffInvoice(WHY)).thenRejected(CONFLICT, "invoice.being-collected");
        open(BEGAN).when(credit(1)).thenRejected(CONFLICT, "invoice.being-collected");
    }

    @Test
    void onlyTheCollectionUnderWayPays() {
        open(BEGAN).when(new PayInvoice(P1)).then(PAID);
        open(BEGAN).when(new PayInvoice(P2)).thenRejected(CONFLICT, "invoice.other-payment");
        open().when(new PayInvoice(P1)).thenRejected(CONFLICT, "invoice.other-payment");
        paid().when(new PayInvoice(P1)).thenNothing();
        paid().when(new PayInvoice(P2)).thenRejected(CONFLICT, "invoice.paid");
        open(VOIDED).when(new PayInvoice(P1)).thenRejected(CONFLICT, "invoice.void");
        open(WRITTEN_OFF).when(new PayInvoice(P1)).thenRejected(CONFLICT, "invoice.written-off");
    }

    @Test
    void afterAFailedCollectionAnotherMayBegin() {
        open(BEGAN).when(new FailCollection(P1, "no funds")).then(FAILED);
        open(BEGAN).when(new FailCollection(P2, "no funds")).thenNothing();
        open().when(new FailCollection(P1, "no funds")).thenNothing();
        open(BEGAN, FAILED).when(new CollectInvoice(C2)).then(new CollectionBegan(C2, eur(1_500)));
        open(BEGAN, FAILED).when(new CollectInvoice(C1)).thenNothing();
        var many = IntStream.range(0, 100)
                .mapToObj(i -> new CollectionFailed(new Collection(new PaymentId("f" + i), 0), WHY))
                .toArray(InvoiceEvent[]::new);
        open(many).when(new CollectInvoice(C2)).thenRejected(CONFLICT, "invoice.attempts-count");
        for (var given : List.of(paid(), open(VOIDED), open(WRITTEN_OFF))) {
            given.when(new FailCollection(P1, WHY)).thenNothing();
        }
    }

    @Test
    void anOpenInvoiceIsVoidedOrWrittenOff() {
        open().when(new FinaliseInvoice()).thenNothing();
        open().when(new VoidInvoice(WHY)).then(VOIDED);
        open(BEGAN).when(new VoidInvoice(WHY)).then(new InvoiceVoided(WHY, Optional.of(C1)));
        open().when(new WriteOffInvoice(WHY)).then(WRITTEN_OFF);
        open().when(new VoidInvoice(" ")).thenRejected(INVALID, "invoice.reason-invalid");
        open().when(new WriteOffInvoice("x".repeat(201))).thenRejected(INVALID, "invoice.reason-invalid");
    }

    @Test
    void creditsReduceWhatIsDue() {
        var first = new InvoiceCredited(new Credit(1, 500, WHY), Optional.empty());
        open().when(credit(500)).then(first);
        open(first).when(new CollectInvoice(C1)).then(new CollectionBegan(C1, eur(1_000)));
        open(first)
                .when(credit(1_000))
                .then(
                        new InvoiceCredited(new Credit(2, 1_000, WHY), Optional.empty()),
                        new InvoicePaid(Optional.empty(), Given.NOW));
    }

    @Test
    void whatIsCreditedAfterPaymentIsGivenBack() {
        var credited = new InvoiceCredited(new Credit(1, 1_500, WHY), Optional.of(P1));
        paid().when(credit(1_500)).then(credited);
        paid(credited).when(credit(1)).thenRejected(INVALID, "invoice.credit-amount");
    }

    @Test
    void anUnacceptableCreditIsRefused() {
        for (var given : List.of(open(), paid())) {
            given.when(credit(0)).thenRejected(INVALID, "invoice.credit-amount");
            given.when(credit(-1)).thenRejected(INVALID, "invoice.credit-amount");
            given.when(credit(1_501)).thenRejected(INVALID, "invoice.credit-amount");
            given.when(credit(Long.MIN_VALUE)).thenRejected(INVALID, "invoice.credit-amount");
            given.when(new CreditInvoice(new Money(1, JPY), WHY)).thenRejected(INVALID, "invoice.currency-mixed");
            given.when(new CreditInvoice(eur(1), "")).thenRejected(INVALID, "invoice.reason-invalid");
        }
        var credits = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> new InvoiceCredited(new Credit(i, 1, WHY), Optional.empty()))
                .toArray(InvoiceEvent[]::new);
        open(credits).when(credit(1)).thenRejected(CONFLICT, "invoice.credits-count");
    }

    @Test
    void aPaidInvoiceIsNeitherVoidedNorCollectedAgain() {
        paid().when(new FinaliseInvoice()).thenNothing();
        for (var command : List.of(new CollectInvoice(C2), new VoidInvoice(WHY), new WriteOffInvoice(WHY))) {
            paid().when(command).thenRejected(CONFLICT, "invoice.paid");
        }
    }

    @Test
    void whatIsOverStaysSo() {
        open(VOIDED).when(new VoidInvoice(WHY)).thenNothing();
        open(WRITTEN_OFF).when(new WriteOffInvoice(WHY)).thenNothing();
        for (var over : List.of(open(VOIDED), open(WRITTEN_OFF))) {
            over.when(DRAFT).thenNothing();
            over.when(draft(PLAN)).thenRejected(CONFLICT, "invoice.exists");
            over.when(new FinaliseInvoice()).thenNothing();
            over.when(new NumberInvoice(7)).thenNothing();
            over.when(new NumberInvoice(8)).thenRejected(CONFLICT, "invoice.numbered");
        }
        for (var command : List.of(new CollectInvoice(C1), credit(1))) {
            open(VOIDED).when(command).thenRejected(CONFLICT, "invoice.void");
            open(WRITTEN_OFF).when(command).thenRejected(CONFLICT, "invoice.written-off");
        }
        open(VOIDED).when(new WriteOffInvoice(WHY)).thenRejected(CONFLICT, "invoice.void");
        open(WRITTEN_OFF).when(new VoidInvoice(WHY)).thenRejected(CONFLICT, "invoice.written-off");
    }

    @Test
    void itsContentNeverChangesOnceItIsFinal() {
        var content = DRAFTED.content();
        var credited = new InvoiceCredited(new Credit(1, 10, WHY), Optional.empty());
        for (var given : List.of(open(BEGAN, FAILED, credited), paid(credited), open(VOIDED), open(WRITTEN_OFF))) {
            assertThat(given.state()).isInstanceOfSatisfying(Invoice.Issued.class, issued -> {
                assertThat(issued.document().content()).isEqualTo(content);
                assertThat(issued.document().number()).isEqualTo(7);
            });
        }
    }

    private static List<Given<Invoice, InvoiceCommand, InvoiceEvent, Done>> everyStateWithADraft() {
        return List.of(
                invoice(DRAFTED),
                invoice(DRAFTED, new InvoiceDiscarded(WHY)),
                invoice(DRAFTED, CLOSED),
                open(),
                paid());
    }

    private static List<InvoiceCommand> everyCommandButDraft() {
        return List.of(
                new FinaliseInvoice(),
                new NumberInvoice(7),
                new CollectInvoice(C1),
                new PayInvoice(P1),
                new FailCollection(P1, WHY),
                new VoidInvoice(WHY),
                new WriteOffInvoice(WHY),
                credit(1));
    }
}
