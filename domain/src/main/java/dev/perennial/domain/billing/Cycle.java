package dev.perennial.domain.billing;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Periods of equal length that follow one another without a gap, in UTC. The n-th begins n units after the anchor, at the
 * anchor's time of day; in a month that lacks the anchor's day, on its last one. So a monthly cycle of 31 January goes on
 * 28 (or 29) February and then on 31 March again.
 *
 * @param anchor where period 0 begins
 */
public record Cycle(Instant anchor, Unit unit) {

    /** How long a period is. */
    public enum Unit {
        HOUR(ChronoUnit.HOURS, 1),
        DAY(ChronoUnit.DAYS, 1),
        WEEK(ChronoUnit.WEEKS, 1),
        MONTH(ChronoUnit.MONTHS, 1),
        QUARTER(ChronoUnit.MONTHS, 3),
        YEAR(ChronoUnit.YEARS, 1);

        private final ChronoUnit unit;
        private final int count;

        Unit(ChronoUnit unit, int count) {
            this.unit = unit;
            this.count = count;
        }
    }

    /** A Monday, the first of a month of a year: periods of the calendar begin here. */
    private static final Instant CALENDAR = Instant.parse("1900-01-01T00:00:00Z");

    /** The cycle of the calendar: hours, days, weeks from Monday, months, quarters, years. */
    public static Cycle calendar(Unit unit) {
        return new Cycle(CALENDAR, unit);
    }

    /**
     * From when on it counts, as far as it matters now: its anchor, or of the calendar, which has none of its own, the
     * beginning of the present period.
     */
    public Instant begin(Instant now) {
        return anchor.equals(CALENDAR) ? at(now).start() : anchor;
    }

    /** The n-th period; before the anchor for a negative n. */
    public Period nth(long n) {
        return new Period(start(n), start(n + 1));
    }

    /** The period that the time lies in. */
    public Period at(Instant time) {
        return nth(indexAt(time));
    }

    /** Which period the time lies in. */
    public long indexAt(Instant time) {
        var n = Math.floorDiv(unit.unit.between(utc(anchor), utc(time)), unit.count);
        while (start(n).isAfter(time)) {
            n--;
        }
        while (!start(n + 1).isAfter(time)) {
            n++;
        }
        return n;
    }

    private Instant start(long n) {
        return utc(anchor).plus(n * unit.count, unit.unit).toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
