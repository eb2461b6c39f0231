package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Entitlements;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a tenant has bought. It has one subscription, which can end and begin again. */
public sealed interface Subscription {

    record Absent() implements Subscription {}

    /** @param ending whether it ends with the trial, instead of being paid for from then on */
    record Trialing(Deal deal, Period trial, boolean ending, Book book) implements Subscription {}

    /** Ordered, and its first period not paid. */
    record Incomplete(Running running, Instant expiresAt) implements Subscription {}

    record Active(Running running) implements Subscription {}

    /** A charge has failed and is asked for again and again; until it is given up all stays as it is. */
    record PastDue(Running running) implements Subscription {}

    /** @param last what was bought last */
    record Cancelled(Optional<Deal> last, Instant at, Reason reason, Book book) implements Subscription {}

    /** When a timer has to send {@link SubscriptionCommand.Advance}; empty when nothing happens of itself. */
    default Optional<Instant> dueAt() {
        return switch (this) {
            case Absent _ -> Optional.empty();
            case Cancelled cancelled -> LateUsage.dueAt(cancelled.book().usage());
            case Trialing trialing -> Optional.of(trialing.trial().end());
            case Incomplete incomplete -> Optional.of(incomplete.expiresAt());
            case Active(var running) -> running.dueAt();
            case PastDue(var running) -> running.dueAt();
        };
    }

    /**
     * What the tenant may use now. Past due it may use all that it could before.
     *
     * @param version the revision of the entity that this state was read at
     */
    default Optional<Entitlements> entitlements(long version) {
        return switch (this) {
            case Absent _, Incomplete _, Cancelled _ -> Optional.empty();
            case Trialing trialing -> {
                var billing = new Cycle(
                        trialing.trial().start(), trialing.deal().terms().interval());
                yield Optional.of(entitled(version, trialing.deal(), billing));
            }
            case Active(var running) -> Optional.of(entitled(version, running.deal(), running.cycle()));
            case PastDue(var running) -> Optional.of(entitled(version, running.deal(), running.cycle()));
        };
    }

    /**
     * By what usage may be taken down.
     *
     * @param since when what is bought began; empty if it has ended
     * @param before times of other terms by which usage is still priced
     */
    record Recordable(Entitlements entitled, Optional<Instant> since, List<Period> before) {

        public Recordable {
            before = List.copyOf(before);
        }
    }

    /**
     * By what usage may be taken down now: as long as it is entitled, and once it has ended, where what comes late could cost
     * something.
     *
     * @param version the revision of the entity that this state was read at
     */
    default Optional<Recordable> recordable(long version) {
        var before = LateUsage.terms(book().usage());
        return switch (this) {
            case Absent _, Incomplete _ -> Optional.empty();
            case Cancelled _ ->
                LateUsage.entitled(book().usage(), version).map(it -> new Recordable(it, Optional.empty(), before));
            case Trialing trialing ->
                entitlements(version)
                        .map(it ->
                                new Recordable(it, Optional.of(trialing.trial().start()), before));
            case Active(var running) ->
                entitlements(version).map(it -> new Recordable(it, Optional.of(running.begin()), before));
            case PastDue(var running) ->
                entitlements(version).map(it -> new Recordable(it, Optional.of(running.begin()), before));
        };
    }

    /** What it brings in for a month, without usage; empty while nothing is paid for. */
    default Optional<Money> monthly() {
        return switch (this) {
            case Absent _, Trialing _, Incomplete _, Cancelled _ -> Optional.empty();
            case Active(var running) -> Optional.of(running.deal().monthly());
            case PastDue(var running) -> Optional.of(running.deal().monthly());
        };
    }

    /** What is, or was last, bought. */
    default Optional<Deal> bought() {
        return switch (this) {
            case Absent _ -> Optional.empty();
            case Trialing trialing -> Optional.of(trialing.deal());
            case Incomplete incomplete -> Optional.of(incomplete.running().deal());
            case Active(var running) -> Optional.of(running.deal());
            case PastDue(var running) -> Optional.of(running.deal());
            case Cancelled cancelled -> cancelled.last();
        };
    }

    /** What outlives it. */
    default Book book() {
        return switch (this) {
            case Absent _ -> Book.NEW;
            case Trialing trialing -> trialing.book();
            case Incomplete incomplete -> incomplete.running().book();
            case Active(var running) -> running.book();
            case PastDue(var running) -> running.book();
            case Cancelled cancelled -> cancelled.book();
        };
    }

    private static Entitlements entitled(long version, Deal deal, Cycle billing) {
        var terms = deal.terms();
        return new Entitlements(version, deal.plan(), billing, deal.paidSeats(), terms.features(), terms.quotas());
    }
}
