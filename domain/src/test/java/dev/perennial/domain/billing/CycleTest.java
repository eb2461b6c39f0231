package dev.perennial.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CycleTest {

    @Test
    void aMonthWithoutTheDayHasItsLastOne() {
        var cycle = new Cycle(Instant.parse("2028-01-31T09:30:00Z"), Cycle.Unit.MONTH);
        assertThat(LongStream.range(0, 5).mapToObj(n -> cycle.nth(n).start().toString()))
                .containsExactly(
                        "2028-01-31T09:30:00Z",
                        "2028-02-29T09:30:00Z",
                        "2028-03-31T09:30:00Z",
                        "2028-04-30T09:30:00Z",
                        "2028-05-31T09:30:00Z");
    }

    @Test
    void aLeapDayIsThereEveryFourthYear() {
        var cycle = new Cycle(Instant.parse("2028-02-29T00:00:00Z"), Cycle.Unit.YEAR);
        assertThat(LongStream.rangeClosed(1, 4)
                        .mapToObj(n -> cycle.nth(n).start().toString()))
                .containsExactly(
                        "2029-02-28T00:00:00Z", "2030-02-28T00:00:00Z", "2031-02-28T00:00:00Z", "2032-02-29T00:00:00Z");
    }

    @Test
    void theCalendarsWeeksBeginOnMonday() {
        var week = Cycle.calendar(Cycle.Unit.WEEK).at(Instant.parse("2026-11-22T23:59:59Z"));
        assertThat(week.start().atOffset(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(week.end()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    /** Wherever the anchor and whatever the length: each moment lies in one period, and that is where it is found. */
    @Test
    void periodsFollowOneAnotherWithoutAGap() {
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var units = Cycle.Unit.values();
            var cycle = new Cycle(moment(random), units[random.nextInt(units.length)]);
            var time = moment(random);
            var index = cycle.indexAt(time);
            var period = cycle.at(time);
            assertThat(period.contains(time)).as("seed %d", seed).isTrue();
            assertThat(period).as("seed %d", seed).isEqualTo(cycle.nth(index));
            assertThat(cycle.nth(index + 1).start()).as("seed %d", seed).isEqualTo(period.end());
            assertThat(cycle.nth(index - 1).end()).as("seed %d", seed).isEqualTo(period.start());
        }
    }

    private static Instant moment(Random random) {
        return Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
    }
}
