package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

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

        private static final Duration HELD_UP = Duration.ofDays(15);

        private static final Comparator<Tally> LATEST_FIRST =
                Comparator.comparing((Tally tally) -> tally.period().start()).reversed();

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
            return new Account(
                    changed,
                    changed.cycle().equals(allowance.cycle()) ? tallies : cut(changed, now),
                    reservations,
                    seen);
        }

        /** Also periods without usage, so that what comes late finds them: it must not count by the other cycle. */
        private List<Tally> cut(Allowance changed, Instant now) {
            var begin = changed.cycle().begin(now);
            var all = new ArrayList<>(tallies);
            if (allowance.cycle().unit() != Cycle.Unit.HOUR) {
                var first = allowance.cycle().indexAt(now.minus(allowance.grace()));
                var last = allowance.cycle().indexAt(begin.minusMillis(1));
                LongStream.rangeClosed(first, last)
                        .mapToObj(allowance.cycle()::nth)
                        .filter(period -> tallies.stream()
                                .noneMatch(tally -> tally.period().overlaps(period)))
                        .forEach(period -> all.add(new Tally(period, 0, Keys.NONE)));
                all.sort(LATEST_FIRST);
            }
            return all.stream().map(tally -> tally.until(begin, now)).toList();
        }

        Account counted(Instant at, long units, long value) {
            var period = period(at);
            var before = tally(period);
            var after = before.counted(allowance.aggregation(), units, value);
            if (tallies.size() == 1 && tallies.getFirst() == before) {
                return new Account(allowance, List.of(after), reservations, seen);
            }
            var all = new ArrayList<>(tallies);
            if (!all.isEmpty() && all.getFirst() == before) {
                all.set(0, after);
                return new Account(allowance, all, reservations, seen);
            }
            all.remove(before);
            all.add(after);
            all.sort(LATEST_FIRST);
            return new Account(allowance, kept(all, at), reservations, seen);
        }

        /** Periods that may still change or have to be priced. Where nothing can come any more, values need not be known. */
        private List<Tally> kept(List<Tally> latestFirst, Instant at) {
            var kept = new ArrayList<Tally>();
            for (var tally : latestFirst) {
                if (tally.period().end().plus(allowance.grace()).isAfter(at)) {
                    kept.add(tally);
                } else if (kept.size() < 2 || isToBePriced(tally.period(), at)) {
                    kept.add(new Tally(tally.period(), tally.units(), Keys.NONE));
                }
            }
            return kept;
        }

        /**
         * Whether it may have to be priced, if it is a billing period, which no hour is: the last time is with the first
         * charge eight days after it, which an open payment may hold up for seven more.
         */
        private boolean isToBePriced(Period period, Instant at) {
            return allowance.cycle().unit() != Cycle.Unit.HOUR
                    && allowance.cycle().at(period.end().plus(HELD_UP)).end().isAfter(at);
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

        /** Ends where another cycle begins to count; now, where that was before it began itself. */
        Tally until(Instant begin, Instant now) {
            var end = begin.isAfter(period.start()) ? begin : now;
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
