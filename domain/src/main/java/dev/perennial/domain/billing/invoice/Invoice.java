package dev.perennial.domain.billing.invoice;

import dev.perennial.domain.billing.BilledUsage;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.billing.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An invoice of a tenant. */
public sealed interface Invoice {

    record Absent() implements Invoice {}

    record Draft(Content content) implements Invoice {}

    /** A draft that was thrown away. */
    record Discarded(Content content, String reason) implements Invoice {}

    /** Finalised but for its number. */
    record Closed(Content content) implements Invoice {}

    /** What it says, whatever became of it since. */
    default Optional<Content> said() {
        return switch (this) {
            case Absent _ -> Optional.empty();
            case Draft(var content) -> Optional.of(content);
            case Discarded(var content, var _) -> Optional.of(content);
            case Closed(var content) -> Optional.of(content);
            case Issued issued -> Optional.of(issued.document().content());
        };
    }

    /** It has a number and never changes again, but for what becomes of it. */
    sealed interface Issued extends Invoice {
        Document document();
    }

    /**
     * It is owed.
     *
     * @param collection what is under way
     * @param failed the payments that came to nothing
     */
    record Open(Document document, Optional<Collection> collection, List<PaymentId> failed) implements Issued {

        public Open {
            failed = List.copyOf(failed);
        }

        boolean isCollecting(PaymentId payment) {
            return collection.filter(it -> it.payment().equals(payment)).isPresent();
        }

        Open began(Collection next) {
            return new Open(document, Optional.of(next), failed);
        }

        Open failed(PaymentId payment) {
            var more = new ArrayList<>(failed);
            more.add(payment);
            return new Open(document, Optional.empty(), more);
        }
    }

    /** @param payment none if nothing was due */
    record Paid(Document document, Optional<PaymentId> payment, Instant at) implements Issued {}

    record Voided(Document document, String reason) implements Issued {}

    record Uncollectible(Document document, String reason) implements Issued {}

    /**
     * What it says.
     *
     * @param total the sum of the lines' amounts, which are in its currency
     * @param charge the charge of the tenant's subscription that it bills
     * @param usage how much of which usage was billed with it
     */
    record Content(
            List<InvoiceLine> lines,
            Money total,
            Optional<Period> period,
            Optional<ChargeId> charge,
            List<BilledUsage> usage) {

        public Content {
            lines = List.copyOf(lines);
            usage = List.copyOf(usage);
        }
    }

    /**
     * A payment of what is due.
     *
     * @param attempt of the subscription to have its charge paid, from 1; 0 for one that somebody asked for
     */
    record Collection(PaymentId payment, int attempt) {}

    /**
     * A credit note.
     *
     * @param number counts from 1 within the invoice
     * @param minor in the invoice's currency
     */
    record Credit(int number, long minor, String reason) {}

    /**
     * @param number in the tenant's series, without a gap
     * @param at the invoice's date
     * @param credits in the order of their numbers
     */
    record Document(long number, Instant at, Content content, List<Credit> credits) {

        public Document {
            credits = List.copyOf(credits);
        }

        /** What is owed after all credits. */
        public Money due() {
            return new Money(
                    content.total().minor() - credited(), content.total().currency());
        }

        /** The sum of the credits, in minor units. */
        public long credited() {
            return credits.stream().mapToLong(Credit::minor).sum();
        }

        Document with(Credit credit) {
            var more = new ArrayList<>(credits);
            more.add(credit);
            return new Document(number, at, content, more);
        }
    }
}
