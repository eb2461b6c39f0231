package dev.perennial.domain.billing.numbering;

import dev.perennial.domain.billing.InvoiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The series of a tenant's invoice numbers, which are 1, 2, 3 and so on. */
public sealed interface Numbering {

    /** No invoice has a number yet. */
    record Absent() implements Numbering {}

    /**
     * @param next the least number that was never assigned
     * @param pending numbers that an invoice may bear but has not confirmed, oldest first
     * @param free numbers that came back, least first
     */
    record Series(long next, List<Pending> pending, List<Long> free) implements Numbering {

        static final Series EMPTY = new Series(1, List.of(), List.of());

        public Series {
            pending = List.copyOf(pending);
            free = List.copyOf(free);
        }

        Optional<Pending> of(InvoiceId invoice) {
            return pending.stream()
                    .filter(each -> each.invoice().equals(invoice))
                    .findFirst();
        }

        long nextNumber() {
            return free.isEmpty() ? next : free.getFirst();
        }

        Series assigned(InvoiceId invoice, long number, Instant at) {
            var more = new ArrayList<>(pending);
            more.add(new Pending(invoice, number, at));
            return new Series(
                    Math.max(next, number + 1),
                    more,
                    free.stream().filter(each -> each != number).toList());
        }

        Series confirmed(InvoiceId invoice) {
            return new Series(next, without(invoice), free);
        }

        Series released(InvoiceId invoice, long number) {
            var more = new ArrayList<>(free);
            more.add(number);
            more.sort(null);
            return new Series(next, without(invoice), more);
        }

        private List<Pending> without(InvoiceId invoice) {
            return pending.stream()
                    .filter(each -> !each.invoice().equals(invoice))
                    .toList();
        }
    }

    /** A number on its way to its invoice. */
    record Pending(InvoiceId invoice, long number, Instant since) {}
}
