package dev.perennial.domain.billing.subscription;

import static dev.perennial.domain.billing.subscription.Deals.eur;
import static dev.perennial.domain.kernel.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.InvoiceLine;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Quota.Reset;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.Tier;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whenever usage comes within its grace, all that is invoiced is the price of what was used in the end. */
class LateUsageTest {

    private static final int SEEDS = 300;

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    /** Renewals that fail for a while or for ever, changes of plan and interval, ends and new beginnings included. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsInvoicedIsThePriceOfWhatWasUsedInTheEnd(int seed) {
        var random = new Random(seed);
        var life = anyMeteredLife(random, Aggregation.values()[seed % 4]);
        long invoiced = life.lines().stream().mapToLong(InvoiceLine::amount).sum();
        long due = life.priced().stream()
                .mapToLong(usage -> usage.terms().quotas().stream()
                        .flatMap(quota -> Rating.lines(quota, life.used(usage, quota)).stream())
                        .mapToLong(InvoiceLine::amount)
                        .sum())
                .sum();
        assertThat(invoiced).as("%s", life).isEqualTo(due);
        assertThat(life.lines()).allMatch(InvoiceLine::isSound);
        assertThat(life.lines()).allMatch(line -> line.amount() >= 0);
    }

    /** Each unit is priced in one period, however these are cut. */
    @ParameterizedTest
    @MethodSource("seeds")
    void eachUnitIsPricedInOnePeriod(int seed) {
        var life = anyMeteredLife(new Random(seed), Aggregation.SUM);
        var priced = life.priced().stream()
                .flatMap(usage -> usage.terms().quotas().stream().map(quota -> life.used(usage, quota)))
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
        assertThat(priced).as("%s", life).isEqualTo(life.recorded());
    }

    private static MeteredLife anyMeteredLife(Random random, Aggregation aggregation) {
        var grace = Duration.ofHours(random.nextInt(7 * 24 + 1));
        var reset = List.of(Reset.BILLING, Reset.BILLING, Reset.HOUR, Reset.DAY, Reset.MONTH, Reset.YEAR)
                .get(random.nextInt(6));
        var deals = List.of(
                deal("one", random, reset), //
                deal("two", random, reset),
                deal("three", random, reset));
        var life = new MeteredLife(random, aggregation, grace);
        var now = NOW;
        life.accepted(now, new Subscribe(deals.getFirst()));
        for (var step = 0; step < 120; step++) {
            now = now.plus(Duration.ofMinutes(1 + random.nextInt(60 * 40)));
            life.settle(now);
            switch (random.nextInt(30)) {
                case 0 -> life.tried(now, new Subscribe(deals.get(random.nextInt(3))));
                case 1 -> life.tried(now, new Cancel(random.nextBoolean() ? When.NOW : When.AT_PERIOD_END));
                case 2 ->
                    life.tried(
                            now,
                            Deals.change(
                                    deals.get(random.nextInt(3)),
                                    random.nextBoolean() ? When.NOW : When.AT_PERIOD_END));
                default -> life.record(now);
            }
        }
        end(life, now.plusSeconds(1));
        return life;
    }

    private static void end(MeteredLife life, Instant now) {
        life.settle(now);
        life.tried(now, new Cancel(When.NOW));
        for (var hour = 1; hour <= 24 * 9; hour += 5) {
            var later = now.plus(Duration.ofHours(hour));
            life.settle(later);
            life.record(later);
        }
        assertThat(life.state().dueAt()).isEmpty();
    }

    private static Deal deal(String plan, Random random, Reset reset) {
        var units = List.of(Cycle.Unit.DAY, Cycle.Unit.WEEK, Cycle.Unit.MONTH);
        var tiers = new ArrayList<Tier>();
        if (random.nextBoolean()) {
            tiers.add(new Tier(1 + random.nextInt(200), random.nextInt(50), 1 + random.nextInt(20)));
        }
        tiers.add(new Tier(Tier.ENDLESS, 1 + random.nextInt(50), 1 + random.nextInt(20)));
        var quota = new Quota(
                new MeterKey("calls"), Quota.Scope.TENANT, reset, new Limit.None(), random.nextInt(100), tiers);
        return Deals.deal(plan, eur(random.nextInt(2) * 1000), units.get(random.nextInt(3)), List.of(quota));
    }
}
