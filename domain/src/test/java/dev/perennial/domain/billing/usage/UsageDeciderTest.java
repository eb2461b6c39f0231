package dev.perennial.domain.billing.usage;

import static dev.perennial.domain.billing.usage.UsageDecider.MAX_UNITS;
import static dev.perennial.domain.kernel.Given.NOW;
import static dev.perennial.domain.kernel.Rejection.Kind.EXHAUSTED;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.usage.UsageCommand.CommitReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ConsumeUnits;
import dev.perennial.domain.billing.usage.UsageCommand.RecordUsage;
import dev.perennial.domain.billing.usage.UsageCommand.ReleaseReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ReserveUnits;
import dev.perennial.domain.billing.usage.UsageEvent.AllowanceChanged;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationCommitted;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationExpired;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationReleased;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsConsumed;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsReserved;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import dev.perennial.domain.billing.usage.UsageReply.Reserved;
import dev.perennial.domain.billing.usage.UsageReply.Standing;
import dev.perennial.domain.billing.usage.UsageReply.Taken;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageDeciderTest {

    private static final Duration GRACE = Duration.ofHours(1);
    private static final Cycle DAYS = Cycle.calendar(Cycle.Unit.DAY);
    private static final Instant MIDNIGHT = DAYS.at(NOW).end();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit TEN = new Limit.Hard(10);

    private final Given<Usage, UsageCommand, UsageEvent, UsageReply> nothing = Given.entity(new UsageDecider());
    private final Given<Usage, UsageCommand, UsageEvent, UsageReply> ten = nothing.events(opened(sums(TEN, 1)));

    private static Allowance sums(Limit limit, long version) {
        return of(Aggregation.SUM, limit, version);
    }

    private static Allowance of(Aggregation aggregation, Limit limit, long version) {
        return new Allowance(limit, DAYS, aggregation, GRACE, version);
    }

    private static UsageEvent opened(Allowance allowance) {
        return new AllowanceChanged(allowance, NOW);
    }

    private static UsageEvent used(long units) {
        return new UnitsConsumed("", units, NOW);
    }

    private static UsageCommand consume(long units) {
        return new ConsumeUnits("", units, sums(TEN, 1));
    }

    private static Standing standing(long used, long reserved) {
        return new Standing(used, reserved, TEN, MIDNIGHT);
    }

    @Test
    void theFirstUnitOpensTheAccount() {
        nothing.when(consume(3)).then(opened(sums(TEN, 1)), used(3)).replying(standing(3, 0));
    }

    @Test
    void aHardLimitIsReachedAndNeverPassed() {
        ten.events(used(7)).when(consume(3)).then(used(3)).replying(standing(10, 0));
        var refused = ten.events(used(7)).when(consume(4)).thenRejected(EXHAUSTED, "usage.limit-reached");
        assertThat(refused.members())
                .containsEntry("limit", "10")
                .containsEntry("used", "7")
                .containsEntry("remaining", "3")
                .containsEntry("resetsAt", MIDNIGHT.toString())
                .containsEntry("retryAfterSeconds", "43200");
    }

    @Test
    void aSoftLimitIsPassed() {
        var soft = sums(new Limit.Soft(10), 1);
        nothing.events(opened(soft), used(9))
                .when(new ConsumeUnits("", 5, soft))
                .then(used(5));
    }

    @Test
    void aPeriodEndsAndTheNextBeginsWithNothing() {
        var full = ten.events(used(10));
        full.at(MIDNIGHT.minusNanos(1)).when(consume(1)).thenRejected(EXHAUSTED, "usage.limit-reached");
        full.at(MIDNIGHT).when(consume(1)).then(new UnitsConsumed("", 1, MIDNIGHT));
    }

    @Test
    void olderTermsAreNotGoneBy() {
        var later = nothing.events(opened(sums(new Limit.Hard(5), 8)), used(5));
        later.when(new ConsumeUnits("", 1, sums(new Limit.Hard(100), 7)))
                .thenRejected(EXHAUSTED, "usage.limit-reached");
        var raised = sums(new Limit.Hard(100), 9);
        later.when(new ConsumeUnits("", 1, raised)).then(opened(raised), used(1));
    }

    @Test
    void anotherCycleBeginsAnewAndThePeriodSoFarIsKept() {
        var hours = new Allowance(TEN, Cycle.calendar(Cycle.Unit.HOUR), Aggregation.SUM, GRACE, 2);
        var changed = ten.events(used(10), opened(hours), used(4));
        var account = (Usage.Account) changed.state();
        assertThat(account.used(account.period(NOW))).isEqualTo(4);
        assertThat(account.usedSince(DAYS.at(NOW).start())).isEqualTo(10);
    }

    @Test
    void unitsAreCountedByTheMetersRule() {
        var count = of(Aggregation.COUNT, TEN, 1);
        nothing.events(opened(count)).when(new ConsumeUnits("u", 7, count)).then(new UnitsConsumed("u", 1, NOW));
        var max = of(Aggregation.MAX, TEN, 1);
        nothing.events(opened(max), used(7))
                .when(new ConsumeUnits("", 9, max))
                .replying(new Standing(9, 0, TEN, MIDNIGHT));
        nothing.events(opened(max)).when(new ConsumeUnits("", 11, max)).thenRejected(EXHAUSTED, "usage.limit-reached");
        var unique = of(Aggregation.UNIQUE, TEN, 1);
        nothing.when(new ConsumeUnits("", 1, unique)).thenRejected(INVALID, "usage.needs-values");
    }

    @Test
    void badUnitsAreRefused() {
        for (var units : new long[] {0, -1, MAX_UNITS + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ten.when(consume(units)).thenRejected(INVALID, "usage.invalid-units");
            ten.when(reserve("r", units)).thenRejected(INVALID, "usage.invalid-units");
        }
    }

    private static UsageCommand reserve(String id, long units) {
        return new ReserveUnits(id, "", units, MINUTE, sums(TEN, 1));
    }

    private static UsageEvent reserved(String id, long units) {
        return new UnitsReserved(id, "", units, NOW, NOW.plusSeconds(60));
    }

    @Test
    void whatIsReservedIsNotThereForOthers() {
        ten.when(reserve("r", 8)).then(reserved("r", 8)).replying(new Reserved(standing(0, 8), NOW.plus(MINUTE)));
        ten.events(reserved("r", 8)).when(consume(3)).thenRejected(EXHAUSTED, "usage.limit-reached");
        ten.events(reserved("r", 8)).when(reserve("s", 3)).thenRejected(EXHAUSTED, "usage.limit-reached");
        ten.events(reserved("r", 8))
                .when(reserve("r", 8))
                .thenNothing()
                .replying(new Reserved(standing(0, 8), NOW.plus(MINUTE)));
    }

    @Test
    void aReservationIsCommittedInPartOrReleased() {
        var held = ten.events(reserved("r", 8));
        held.when(new CommitReservation("r", 5))
                .then(new ReservationCommitted("r", "", 5, NOW))
                .replying(standing(5, 0));
        held.when(new CommitReservation("r", 9)).thenRejected(INVALID, "usage.beyond-reservation");
        held.when(new CommitReservation("r", 0)).thenRejected(INVALID, "usage.beyond-reservation");
        held.when(new ReleaseReservation("r"))
                .then(new ReservationReleased("r"))
                .replying(standing(0, 0));
        nothing.when(new CommitReservation("r", 1)).thenRejected(NOT_FOUND, "usage.no-reservation");
        nothing.when(new ReleaseReservation("r")).thenRejected(NOT_FOUND, "usage.no-reservation");
        ten.when(new CommitReservation("r", 1)).thenRejected(NOT_FOUND, "usage.no-reservation");
        ten.when(new ReleaseReservation("r")).thenRejected(NOT_FOUND, "usage.no-reservation");
    }

    @Test
    void aReservationEndsByItself() {
        var after = ten.events(reserved("r", 8)).at(NOW.plusSeconds(60));
        after.when(consume(10)).then(new UnitsConsumed("", 10, NOW.plusSeconds(60)));
        after.when(new CommitReservation("r", 1)).thenRejected(NOT_FOUND, "usage.no-reservation");
        var again = new ReserveUnits("s", "", 10, Duration.ofSeconds(39), sums(TEN, 1));
        after.when(again)
                .then(
                        new ReservationExpired("r"),
                        new UnitsReserved("s", "", 10, NOW.plusSeconds(60), NOW.plusSeconds(99)));
    }

    @Test
    void reservationsAreBounded() {
        ten.when(new ReserveUnits("r", "", 1, Duration.ZERO, sums(TEN, 1)))
                .thenRejected(INVALID, "usage.invalid-expiry");
        var late = UsageDecider.MAX_RESERVATION.plusNanos(1);
        ten.when(new ReserveUnits("r", "", 1, late, sums(TEN, 1))).thenRejected(INVALID, "usage.invalid-expiry");
        var free = sums(new Limit.None(), 1);
        var many = nothing.events(opened(free));
        for (var i = 0; i < UsageDecider.MAX_RESERVATIONS; i++) {
            many = many.events(reserved("r" + i, 1));
        }
        many.when(reserve("more", 1)).thenRejected(EXHAUSTED, "usage.too-many-reservations");
        var peak = of(Aggregation.MAX, TEN, 1);
        nothing.when(new ReserveUnits("r", "", 1, MINUTE, peak)).thenRejected(INVALID, "usage.not-reservable");
    }

    private static UsageCommand recording(List<Entry> entries, Allowance allowance) {
        return new RecordUsage(entries, allowance, Optional.of(Instant.EPOCH), List.of());
    }

    private static Entry entry(long key, long units, Instant at) {
        return new Entry(key, "", units, 0, at);
    }

    @Test
    void anEntryIsTakenOnce() {
        var one = entry(1, 4, NOW);
        var record = recording(List.of(one, entry(2, 5, NOW), one), sums(TEN, 1));
        ten.when(record)
                .then(new UsageRecorded(List.of(one, entry(2, 5, NOW))))
                .replying(new Taken(2, List.of(2), List.of()));
        ten.events(new UsageRecorded(List.of(one)))
                .when(recording(List.of(one), sums(TEN, 1)))
                .thenNothing()
                .replying(new Taken(0, List.of(0), List.of()));
    }

    @Test
    void whatWasUsedIsTakenDownAlsoBeyondTheLimit() {
        ten.events(used(10))
                .when(recording(List.of(entry(1, 4, NOW)), sums(TEN, 1)))
                .then(new UsageRecorded(List.of(entry(1, 4, NOW))));
    }

    @Test
    void lateEntriesCountInTheirPeriodWithinTheGrace() {
        var yesterday = DAYS.at(NOW).start().minusSeconds(1);
        var soon = ten.events(used(2)).at(DAYS.at(NOW).start().plus(GRACE).minusSeconds(1));
        var taken = soon.when(recording(List.of(entry(1, 4, yesterday)), sums(TEN, 1)));
        taken.then(new UsageRecorded(List.of(entry(1, 4, yesterday))));
        var account = (Usage.Account) ten.events(used(2), new UsageRecorded(List.of(entry(1, 4, yesterday))))
                .state();
        assertThat(account.used(DAYS.at(yesterday))).isEqualTo(4);
        assertThat(account.used(DAYS.at(NOW))).isEqualTo(2);
        ten.at(DAYS.at(NOW).start().plus(GRACE))
                .when(recording(List.of(entry(1, 4, yesterday)), sums(TEN, 1)))
                .thenNothing()
                .replying(new Taken(0, List.of(), List.of(0)));
        ten.when(recording(List.of(entry(1, 4, NOW.plus(Recording.SKEW).plusNanos(1))), sums(TEN, 1)))
                .replying(new Taken(0, List.of(), List.of(0)));
    }

    @Test
    void differentValuesAreCountedOnceAPeriod() {
        var unique = of(Aggregation.UNIQUE, TEN, 1);
        var entries = List.of(new Entry(1, "", 9, 77, NOW), new Entry(2, "", 9, 77, NOW), new Entry(3, "", 9, 78, NOW));
        var counted = List.of(new Entry(1, "", 1, 77, NOW), new Entry(2, "", 0, 77, NOW), new Entry(3, "", 1, 78, NOW));
        var account = nothing.events(opened(unique));
        account.when(recording(entries, unique)).then(new UsageRecorded(counted));
        account.events(new UsageRecorded(counted))
                .when(recording(List.of(new Entry(4, "", 1, 78, NOW)), unique))
                .then(new UsageRecorded(List.of(new Entry(4, "", 0, 78, NOW))));
    }

    @Test
    void batchesAreBounded() {
        ten.when(recording(List.of(), sums(TEN, 1))).thenRejected(INVALID, "usage.invalid-batch");
        var many = IntStream.rangeClosed(0, UsageDecider.MAX_ENTRIES)
                .mapToObj(i -> entry(i, 1, NOW))
                .toList();
        ten.when(recording(many, sums(TEN, 1))).thenRejected(INVALID, "usage.invalid-batch");
        ten.when(recording(List.of(entry(1, -1, NOW)), sums(TEN, 1))).thenRejected(INVALID, "usage.invalid-units");
        ten.when(recording(List.of(entry(1, MAX_UNITS + 1, NOW)), sums(TEN, 1)))
                .thenRejected(INVALID, "usage.invalid-units");
    }

    @Test
    void periodsAreKeptUntilTheyArePricedForTheLastTimeWhateverTheGrace() {
        var noGrace = new Allowance(new Limit.None(), DAYS, Aggregation.SUM, Duration.ZERO, 1);
        var today = DAYS.indexAt(NOW);
        var account = (Usage.Account) nothing.events(opened(noGrace))
                .events(IntStream.range(0, 30)
                        .mapToObj(day -> new UnitsConsumed(
                                "", 100 + day, DAYS.nth(today + day).start()))
                        .toArray(UsageEvent[]::new))
                .state();
        assertThat(account.tallies()).hasSize(17);
        for (var day = 13; day < 30; day++) {
            assertThat(account.usedSince(DAYS.nth(today + day).start())).isEqualTo(100 + day);
        }
    }

    @Test
    void valuesAreForgottenWhenNoneCanCome() {
        var unique = new Allowance(new Limit.None(), DAYS, Aggregation.UNIQUE, Duration.ofHours(1), 1);
        var tomorrow = DAYS.at(DAYS.at(NOW).end());
        var account = (Usage.Account) nothing.events(
                        opened(unique),
                        new UsageRecorded(List.of(new UsageEvent.Entry(1, "", 1, 42, NOW))),
                        new UsageRecorded(List.of(new UsageEvent.Entry(
                                2, "", 1, 42, tomorrow.start().plus(Duration.ofHours(2))))))
                .state();
        assertThat(account.tallies().getLast().units()).isEqualTo(1);
        assertThat(account.tallies().getLast().values()).isEqualTo(Keys.NONE);
        assertThat(account.tallies().getFirst().values().contains(42)).isTrue();
    }

    @Test
    void whatWasUsedBeforeTheEndMayComeWithinTheGrace() {
        var end = NOW.plusSeconds(60);
        var month = new Allowance(
                new Limit.None(), Cycle.calendar(Cycle.Unit.MONTH), Aggregation.SUM, Duration.ofHours(1), 1);
        var before = entry(1, 5, end.minusSeconds(1));
        var after = entry(2, 5, end);
        var command = new RecordUsage(List.of(before, after), month, Optional.empty(), List.of(new Period(NOW, end)));
        nothing.at(end.plus(Duration.ofMinutes(59))).when(command).replying(new Taken(1, List.of(), List.of(1)));
        nothing.at(end.plus(Duration.ofHours(1))).when(command).replying(new Taken(0, List.of(), List.of(0, 1)));
    }

    @Test
    void whatWasUsedByOtherTermsMayComeWithinTheGraceAfterThem() {
        var month = new Allowance(
                new Limit.None(), Cycle.calendar(Cycle.Unit.MONTH), Aggregation.SUM, Duration.ofHours(1), 1);
        var others = new Period(NOW.minusSeconds(7200), NOW);
        var command = new RecordUsage(
                List.of(
                        entry(1, 5, NOW.minusSeconds(7200)),
                        entry(2, 5, NOW.minus(Duration.ofDays(7))),
                        entry(3, 5, NOW)),
                month,
                Optional.of(NOW),
                List.of(others));
        nothing.at(NOW.plus(Duration.ofMinutes(59))).when(command).replying(new Taken(2, List.of(), List.of(1)));
        nothing.at(NOW.plus(Duration.ofHours(1))).when(command).replying(new Taken(1, List.of(), List.of(0, 1)));
    }

    @Test
    void anotherCycleCutsWhereItsPresentPeriodBegins() {
        var month = Cycle.calendar(Cycle.Unit.MONTH);
        var anchored = new Cycle(NOW.minusSeconds(600), Cycle.Unit.MONTH);
        var account = (Usage.Account) nothing.events(
                        opened(new Allowance(new Limit.None(), month, Aggregation.SUM, GRACE, 1)),
                        new UnitsConsumed("", 7, NOW.minusSeconds(3600)),
                        new AllowanceChanged(new Allowance(new Limit.None(), anchored, Aggregation.SUM, GRACE, 2), NOW),
                        new UsageRecorded(
                                List.of(entry(1, 5, NOW.minusSeconds(300)), entry(2, 1, NOW.minusSeconds(900)))))
                .state();
        assertThat(account.usedSince(anchored.anchor())).isEqualTo(5);
        assertThat(account.usedSince(month.at(NOW).start())).isEqualTo(8);
    }

    @Test
    void differentValuesAreBounded() {
        var unique = of(Aggregation.UNIQUE, new Limit.None(), 1);
        var account = nothing.events(opened(unique));
        for (var i = 0; i < UsageDecider.MAX_VALUES; i += 1000) {
            var from = i;
            account = account.events(new UsageRecorded(IntStream.range(from, from + 1000)
                    .mapToObj(n -> new Entry(n, "", 1, n, NOW))
                    .toList()));
        }
        account.when(recording(List.of(new Entry(-1, "", 1, -1, NOW)), unique))
                .thenRejected(EXHAUSTED, "usage.too-many-values");
        account.when(recording(List.of(new Entry(-1, "", 1, 5, NOW)), unique))
                .then(new UsageRecorded(List.of(new Entry(-1, "", 0, 5, NOW))));
    }
}
