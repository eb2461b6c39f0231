package dev.perennial.domain.billing.usage;

import static dev.perennial.domain.kernel.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationCommitted;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationExpired;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationReleased;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsConsumed;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsReserved;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageReplayTest {

    private static final MeterKey CALLS = new MeterKey("calls");
    private static final Cycle MONTHS = new Cycle(NOW, Cycle.Unit.MONTH);
    private static final Period MONTH = MONTHS.nth(0);
    private static final UsageId TENANTS = new UsageId(CALLS, Optional.empty());
    private static final UsageId ADAS = new UsageId(CALLS, Optional.of(new SubjectId("ada")));

    @Test
    void usageOfAllAccountsAddsUpWhereTheTenantSharesAQuota() {
        var replay = replay(Quota.Scope.TENANT, Quota.Reset.BILLING, Aggregation.SUM);
        replay.add(TENANTS, new UnitsConsumed("bob", 5, day(1)));
        replay.add(ADAS, new UnitsConsumed("", 7, day(2)));
        replay.add(ADAS, new ReservationCommitted("r1", "", 3, day(3)));
        assertThat(replay.totals()).containsExactly(15L);
    }

    @Test
    void eachSubjectHasATotalWhereItHasAQuotaForItself() {
        var replay = replay(Quota.Scope.SUBJECT, Quota.Reset.BILLING, Aggregation.SUM);
        replay.add(TENANTS, new UnitsConsumed("bob", 5, day(1)));
        replay.add(TENANTS, new UnitsConsumed("ada", 1, day(1)));
        replay.add(ADAS, new UnitsConsumed("", 7, day(2)));
        assertThat(replay.totals()).containsExactlyInAnyOrder(5L, 8L);
    }

    @Test
    void periodsAreThoseOfTheQuota() {
        var replay = replay(Quota.Scope.TENANT, Quota.Reset.DAY, Aggregation.SUM);
        replay.add(TENANTS, new UnitsConsumed("", 5, day(1)));
        replay.add(TENANTS, new UnitsConsumed("", 6, day(1).plusSeconds(1)));
        replay.add(TENANTS, new UnitsConsumed("", 7, day(2)));
        assertThat(replay.totals()).containsExactly(11L, 7L);
    }

    @Test
    void onlyWhatWasUsedInThePeriodCounts() {
        var replay = replay(Quota.Scope.TENANT, Quota.Reset.BILLING, Aggregation.SUM);
        replay.add(TENANTS, new UnitsConsumed("", 1, MONTH.start().minusMillis(1)));
        replay.add(TENANTS, new UnitsConsumed("", 2, MONTH.start()));
        replay.add(TENANTS, new UnitsConsumed("", 4, MONTH.end()));
        assertThat(replay.totals()).containsExactly(2L);
    }

    @Test
    void aMeterMakesOfItWhatItAlwaysDoes() {
        var entries = new UsageRecorded(List.of(entry(1, 3, 77), entry(2, 9, 78), entry(3, 0, 77)));
        assertThat(replayed(Aggregation.SUM, entries)).containsExactly(12L);
        assertThat(replayed(Aggregation.MAX, entries)).containsExactly(9L);
        assertThat(replayed(Aggregation.UNIQUE, entries)).containsExactly(2L);
    }

    @Test
    void whatWasOnlyReservedWasNotUsed() {
        var replay = replay(Quota.Scope.TENANT, Quota.Reset.BILLING, Aggregation.SUM);
        replay.add(TENANTS, new UnitsReserved("r1", "", 9, day(1), day(2)));
        replay.add(TENANTS, new ReservationReleased("r1"));
        replay.add(TENANTS, new ReservationExpired("r1"));
        assertThat(replay.totals()).isEmpty();
    }

    /** However a quota cuts it up, nothing is counted twice and nothing is lost. */
    @Test
    void totalsAddUpToWhatWasUsed() {
        for (var seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var resets = Quota.Reset.values();
            var scopes = Quota.Scope.values();
            var replay = replay(
                    scopes[random.nextInt(scopes.length)], resets[random.nextInt(resets.length)], Aggregation.SUM);
            var used = new TreeMap<Boolean, Long>();
            for (var i = 0; i < 50; i++) {
                var at = NOW.plusSeconds(random.nextInt(4_000_000) - 500_000);
                var units = random.nextInt(1000);
                replay.add(
                        random.nextBoolean() ? ADAS : TENANTS,
                        new UnitsConsumed(random.nextBoolean() ? "" : "bob", units, at));
                used.merge(MONTH.contains(at), (long) units, Long::sum);
            }
            assertThat(replay.totals().stream().mapToLong(Long::longValue).sum())
                    .as("seed %d", seed)
                    .isEqualTo(used.getOrDefault(true, 0L));
        }
    }

    private static List<Long> replayed(Aggregation aggregation, UsageEvent event) {
        var replay = replay(Quota.Scope.TENANT, Quota.Reset.BILLING, aggregation);
        replay.add(TENANTS, event);
        return replay.totals();
    }

    private static UsageReplay replay(Quota.Scope scope, Quota.Reset reset, Aggregation aggregation) {
        var quota = new Quota(CALLS, scope, reset, new Limit.None(), 0, List.of());
        return new UsageReplay(quota, MONTHS, aggregation, MONTH);
    }

    private static Entry entry(long key, long units, long value) {
        return new Entry(key, "", units, value, day(1));
    }

    private static Instant day(int number) {
        return NOW.plus(Duration.ofDays(number));
    }
}
