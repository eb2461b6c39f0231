package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was used of a meter under one quota. */
public sealed interface Usage {

    /** Nothing was ever used. */
    record Absent() implements Usage {}

    /**
     * Something was.
     *
     * @param tallies of the periods that may still change, the latest first
     * @param reservations that are open
     * @param seen entries that were recorded
     */
    record Account(Allowance allowance, List<Tally> tallies, List<Reservation> reservations, Keys seen)
            implements Usage {

        public Account {
            tallies = List.copyOf(tallies);
            reservations = List.copyOf(reservations);
        }

        static Account of(Allowance allowance) {
            return new Account(allowance, List.of(), List.of(), Keys.NONE);
        }

        /** The period that the time lies in. */
        public Period period(Instant time) {
            return tallies.stream()
                    .map(Tally::period)
                    .filter(period -> period.contains(time))
                    .findFirst()
                    .orElseGet(() -> allowance.cycle().at(time));
        }

        /** What was used in the period. */
        public long used(Period period) {
            return tally(period).units();
        }

        /** What is kept for work that began in the period. */
        public long reserved(Period period, Instant now) {
            return reservations.isEmpty()
                    ? 0
                    : reservations.stream()
                            .filter(reservation -> period.contains(reservation.at()) && !reservation.isExpired(now))
                            .mapToLong(Reservation::units)
                            .sum();
        }

        public Optional<Reservation> reservation(String id) {
            return reservations.stream()
                    .filter(reservation -> reservation.id().equals(id))
                    .findFirst();
        }

        Tally tally(Period period) {
            return tallies.stream()
                    .filter(tally -> tally.period().equals(period))
                    .findFirst()
                    .orElseGet(() -> new Tally(period, 0, Keys.NONE));
        }

        /** What was used in the period that began then, which may have been cut short by a change of the cycle. */
        public long usedSince(Instant start) {
            return tallies.stream()
                    .filter(tally -> tally.period().start().equals(start))
                    .mapToLong(Tally::units)
                    .findFirst()
                    .orElse(0);
        }

        /** With another cycle the present period ends, and a new one begins with nothing used. */
        Account with(Allowance changed, Instant now) {
            var same = changed.cycle().equals(allowance.cycle());
            return new Account(
                    changed,
                    same
                            ? tallies
                            : tallies.stream().map(tally -> tally.until(now)).toList(),
                    reservations,
                    seen);
        }

        Account counted(Instant at, long units, long value) {
            var period = period(at);
            var before = tally(period);
            var after = before.counted(allowance.aggregation(), units, value);
            if (tallies.size() == 1 && tallies.getFirst() == before) {
                return new Account(allowance, List.of(after), reservations, seen);
            }
            var all = new ArrayList<>(tallies);
            all.remove(before);
            all.add(after);
            all.sort(Comparator.comparing((Tally tally) -> tally.period().start())
                    .reversed());
            // The period before the present one is kept whatever the grace: it may still have to be billed.
            var kept = all.stream().limit(2).toList();
            all.removeIf(tally -> !kept.contains(tally)
                    && !tally.period().end().plus(allowance.grace()).isAfter(at));
            return new Account(allowance, all, reservations, seen);
        }

        Account recorded(List<Entry> entries) {
            var account = this;
            for (var entry : entries) {
                account = account.counted(entry.at(), entry.units(), entry.value());
            }
            var keys = entries.stream().mapToLong(Entry::key).toArray();
            return new Account(
                    allowance, account.tallies, reservations, seen.plus(keys, UsageDecider.REMEMBERED_ENTRIES));
        }

        Account reserving(Reservation reservation) {
            var all = new ArrayList<>(reservations);
            all.add(reservation);
            return new Account(allowance, tallies, all, seen);
        }

        Account without(String reservation) {
            return new Account(
                    allowance,
                    tallies,
                    reservations.stream()
                            .filter(open -> !open.id().equals(reservation))
                            .toList(),
                    seen);
        }
    }

    /**
     * What was used in one period.
     *
     * @param values digests of the different values, where these are counted
     */
    record Tally(Period period, long units, Keys values) {

        Tally until(Instant end) {
            return period.contains(end) ? new Tally(new Period(period.start(), end), units, values) : this;
        }

        Tally counted(Aggregation aggregation, long more, long value) {
            return switch (aggregation) {
                case SUM, COUNT -> new Tally(period, units + more, values);
                case MAX -> new Tally(period, Math.max(units, more), values);
                case UNIQUE ->
                    more == 0
                            ? this
                            : new Tally(period, units + more, values.plus(new long[] {value}, UsageDecider.MAX_VALUES));
            };
        }
    }

    /** @param at when it was made, which decides the period that it counts in */
    record Reservation(String id, String subject, long units, Instant at, Instant expiresAt) {

        boolean isExpired(Instant now) {
            return !expiresAt.isAfter(now);
        }
    }
}
