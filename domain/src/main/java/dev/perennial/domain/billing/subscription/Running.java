package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Hours;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import java.time.Instant;
import java.util.Optional;

/**
 * A subscription with billing periods.
 *
 * @param period the one that is paid for, or is being paid for; it stays until the next one begins
 * @param open the charge that is being collected; until it is settled no period and no change begins
 * @param ordered the change that takes effect when the open charge is paid
 * @param scheduled what the next period begins with
 * @param ending whether there is no next period
 * @param since when the quotas by the calendar began to count by these terms, in whole hours after the first time
 */
public record Running(
        Deal deal,
        Cycle cycle,
        Period period,
        Optional<OpenCharge> open,
        Optional<PlanChangeOrdered> ordered,
        Optional<Deal> scheduled,
        boolean ending,
        Instant since,
        Book book) {

    static Running begun(Deal deal, Cycle cycle, Period period, Instant since, Book book) {
        return new Running(
                deal, cycle, period, Optional.empty(), Optional.empty(), Optional.empty(), false, since, book);
    }

    /** When the terms began, whole hours or not. */
    Instant begin() {
        return since.isBefore(period.start()) ? since : period.start();
    }

    boolean isOpen(ChargeId charge) {
        return open.filter(it -> it.charge().id().equals(charge)).isPresent();
    }

    /** When something happens of itself; nothing while a charge is being collected, but for the end. */
    Optional<Instant> dueAt() {
        var retry = open.flatMap(OpenCharge::retryAt);
        var end = ending || open.isEmpty() ? Optional.of(period.end()) : Optional.<Instant>empty();
        return retry.filter(at -> end.filter(at::isAfter).isEmpty()).or(() -> end);
    }

    Running with(Optional<OpenCharge> charge) {
        return new Running(deal, cycle, period, charge, ordered, scheduled, ending, since, book);
    }

    Running with(Period next) {
        return new Running(deal, cycle, next, open, ordered, scheduled, ending, since, book);
    }

    Running with(Book next) {
        return new Running(deal, cycle, period, open, ordered, scheduled, ending, since, next);
    }

    Running withOrder(PlanChangeOrdered order) {
        return new Running(deal, cycle, period, open, Optional.of(order), scheduled, ending, since, book);
    }

    Running withScheduled(Optional<Deal> next) {
        return new Running(deal, cycle, period, open, ordered, next, ending, since, book);
    }

    Running withEnding(boolean next) {
        return new Running(deal, cycle, period, open, ordered, scheduled, next, since, book);
    }

    /** After the charge is paid or given up: nothing waits for it any more. */
    Running closed() {
        return new Running(deal, cycle, period, Optional.empty(), Optional.empty(), scheduled, ending, since, book);
    }

    /** What was ordered or scheduled before is replaced by the change. */
    Running changed(PlanChanged change) {
        return new Running(
                change.deal(),
                change.cycle(),
                change.period(),
                open,
                Optional.empty(),
                Optional.empty(),
                ending,
                since(change),
                book.credited(change.credited()));
    }

    /** What a renewal prices for the last time is not counted again with what follows. */
    Running without(Charge charge) {
        return charge.kind() != Charge.Kind.RENEWAL
                ? this
                : charge.usage().stream()
                        .filter(UsageDue::last)
                        .map(due -> Hours.from(due.period().end()))
                        .max(Instant::compareTo)
                        .map(this::with)
                        .orElse(this);
    }

    private Running with(Instant from) {
        return new Running(deal, cycle, period, open, ordered, scheduled, ending, from, book);
    }

    /** Other terms within a period price all of it, so it is only at a border that others begin to count. */
    private Instant since(PlanChanged change) {
        if (change.deal().countsLike(deal)) {
            return since;
        }
        if (!change.period().equals(period)) {
            return Hours.from(change.period().start());
        }
        return change.at().isBefore(period.end()) ? since : Hours.from(change.at());
    }
}
