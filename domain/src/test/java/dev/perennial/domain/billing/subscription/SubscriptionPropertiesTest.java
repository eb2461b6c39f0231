package dev.perennial.domain.billing.subscription;

import static dev.perennial.domain.billing.subscription.Deals.eur;
import static dev.perennial.domain.kernel.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangeSeats;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Resume;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.StartTrial;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every life of a subscription. The seed of the one that fails is in the test's name. */
class SubscriptionPropertiesTest {

    private static final int SEEDS = 300;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    /**
     * Within one period, whatever is changed when: what was paid, less what is left in favour, is the price of each deal
     * for the time that it was there, but for half a minor unit for each of the two roundings of a change.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void changesConserveMoney(int seed) {
        var random = new Random(seed);
        var life = new Life();
        var start = NOW.plusSeconds(random.nextInt(100_000_000));
        var deal = anyDeal(random, Cycle.Unit.MONTH);
        life.accepted(start, new Subscribe(deal));
        life.payUntil(start);
        var period = life.running().orElseThrow().period();
        var length = Duration.between(period.start(), period.end()).toMillis();
        var exact = BigDecimal.ZERO;
        var at = start;
        var changes = random.nextInt(12);
        for (var i = 0; i < changes; i++) {
            var next = at.plusMillis(
                    random.nextLong(1 + Duration.between(at, period.end()).toMillis()));
            if (next.equals(period.end())) {
                break;
            }
            exact = exact.add(share(deal, at, next, length));
            at = next;
            deal = random.nextBoolean() ? anyDeal(random, Cycle.Unit.MONTH) : deal.withSeats(1 + random.nextInt(50));
            life.accepted(at, Deals.change(deal, When.NOW));
            life.payUntil(at);
            assertThat(life.running().orElseThrow().deal()).isEqualTo(deal);
            assertThat(life.favour().minor()).isLessThanOrEqualTo(life.paid().minor());
        }
        exact = exact.add(share(deal, at, period.end(), length));
        var kept = BigDecimal.valueOf(life.paid().minus(life.favour()).minor());
        assertThat(kept.subtract(exact).abs())
                .as("paid %s of %s", kept, exact)
                .isLessThanOrEqualTo(
                        HALF.multiply(BigDecimal.valueOf(2L * changes)).add(new BigDecimal("0.001")));
    }

    /** The total of every charge is the sum of its lines and never negative, and each has a number of its own. */
    @ParameterizedTest
    @MethodSource("seeds")
    void chargesAddUp(int seed) {
        var life = anyLife(new Random(seed), 60);
        assertThat(life.charges()).extracting(Charge::id).doesNotHaveDuplicates();
        for (var charge : life.charges()) {
            var sum = charge.lines().stream().map(ChargeLine::amount).reduce(eur(0), Money::plus);
            assertThat(charge.total()).isEqualTo(sum);
            assertThat(charge.total().minor()).isNotNegative();
        }
        assertThat(life.charges().stream().map(it -> it.id().value()))
                .isEqualTo(
                        IntStream.rangeClosed(1, life.charges().size()).boxed().toList());
    }

    /** What is used of the tenant's favour is what a charge was lowered by; given up, it is there again. */
    @ParameterizedTest
    @MethodSource("seeds")
    void favourIsNeverNegativeNorLost(int seed) {
        var life = anyLife(new Random(seed), 60);
        var left = new HashSet<>(life.abandoned());
        var used = life.charges().stream()
                .filter(charge -> !left.contains(charge.id()))
                .map(Charge::balance)
                .reduce(eur(0), Money::plus);
        assertThat(life.favour().plus(used)).isEqualTo(life.credited());
        assertThat(life.favour().minor()).isNotNegative();
    }

    /** The n-th renewal is n intervals after the first period began, in the calendar of java.time. */
    @ParameterizedTest
    @MethodSource("seeds")
    void renewsAtEachAnniversaryOfTheAnchor(int seed) {
        var random = new Random(seed);
        var unit = List.of(Cycle.Unit.DAY, Cycle.Unit.WEEK, Cycle.Unit.MONTH, Cycle.Unit.QUARTER, Cycle.Unit.YEAR)
                .get(random.nextInt(5));
        var anchor = random.nextInt(4) == 0
                ? Instant.parse("2024-01-31T23:59:59.999Z").plus(Duration.ofDays(random.nextInt(31)))
                : NOW.plusMillis(random.nextLong(100_000_000_000L));
        var life = new Life();
        life.accepted(anchor, new Subscribe(anyDeal(random, unit)));
        var until = anchor.plus(Duration.ofDays(unit == Cycle.Unit.DAY ? 90 : 1500));
        for (var at = anchor; at.isBefore(until); at = at.plus(Duration.ofHours(1 + random.nextInt(2000)))) {
            life.payUntil(at);
        }
        life.payUntil(until);
        var expected = IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> anniversary(anchor, unit, n))
                .takeWhile(at -> !at.isAfter(until))
                .toList();
        assertThat(life.renewals()).isEqualTo(expected);
        assertThat(life.charges().stream().filter(it -> it.kind() == Charge.Kind.RENEWAL))
                .as("one charge for each period that costs anything")
                .hasSize(life.charges().isEmpty() ? 0 : expected.size());
    }

    /** A timer that comes once late does what one that comes often does; coming twice at once changes nothing. */
    @ParameterizedTest
    @MethodSource("seeds")
    void oneBigStepIsManySmallOnes(int seed) {
        var random = new Random(seed);
        var deal = anyDeal(random, Cycle.Unit.WEEK);
        var trial = random.nextBoolean();
        var often = new Life();
        var late = new Life();
        for (var life : List.of(often, late)) {
            life.accepted(NOW, trial ? new StartTrial(deal) : new Subscribe(deal));
            life.payUntil(NOW);
        }
        var until = NOW.plus(Duration.ofHours(random.nextInt(10_000)));
        for (var at = NOW; at.isBefore(until); at = at.plus(Duration.ofHours(1 + random.nextInt(300)))) {
            often.payUntil(at);
            assertThat(often.accepted(at, new Advance())).isEmpty();
        }
        often.payUntil(until);
        late.payUntil(until);
        assertThat(late.state()).isEqualTo(often.state());
        assertThat(late.renewals()).isEqualTo(often.renewals());
        assertThat(late.charges()).isEqualTo(often.charges());
    }

    private static BigDecimal share(Deal deal, Instant from, Instant to, long length) {
        return BigDecimal.valueOf(deal.price().minor())
                .multiply(BigDecimal.valueOf(Duration.between(from, to).toMillis()))
                .divide(BigDecimal.valueOf(length), MathContext.DECIMAL128);
    }

    private static Instant anniversary(Instant anchor, Cycle.Unit unit, int n) {
        var utc = anchor.atOffset(ZoneOffset.UTC);
        var then = switch (unit) {
            case HOUR -> utc.plusHours(n);
            case DAY -> utc.plusDays(n);
            case WEEK -> utc.plusWeeks(n);
            case MONTH -> utc.plusMonths(n);
            case QUARTER -> utc.plusMonths(3L * n);
            case YEAR -> utc.plusYears(n);
        };
        return then.toInstant();
    }

    private static Deal anyDeal(Random random, Cycle.Unit unit) {
        var price = random.nextInt(8) == 0 ? 0 : random.nextLong(1, 1_000_000);
        return Deals.deal("p" + random.nextInt(5), eur(price), unit, List.of());
    }

    /** Anything that anyone may do, at any time, with some charges failing. */
    private static Life anyLife(Random random, int steps) {
        var life = new Life();
        var units = List.of(Cycle.Unit.WEEK, Cycle.Unit.MONTH, Cycle.Unit.YEAR);
        var at = NOW;
        for (var i = 0; i < steps; i++) {
            at = at.plusSeconds(random.nextInt(2_000_000));
            var deal = random.nextInt(3) == 0
                    ? Deals.metered("m", random.nextInt(9000))
                    : anyDeal(random, units.get(random.nextInt(3)));
            var when = random.nextBoolean() ? When.NOW : When.AT_PERIOD_END;
            var command = switch (random.nextInt(12)) {
                case 0 -> new StartTrial(deal);
                case 1, 2 -> new Subscribe(deal);
                case 3, 4 -> Deals.change(deal, when);
                case 5 -> new ChangeSeats(1 + random.nextInt(20), when);
                case 6 -> random.nextInt(3) == 0 ? new Cancel(when) : new Advance();
                case 7 -> new Resume();
                case 8 -> new SettleCharge(new ChargeId(1 + random.nextInt(9)), 1, Outcome.PAID);
                default -> new Advance();
            };
            life.tried(at, command);
            var outcome = random.nextInt(4) == 0 ? Outcome.FAILED : Outcome.PAID;
            var attempt = life.attempt();
            var now = at;
            life.open().ifPresent(id -> life.tried(now, new SettleCharge(id, attempt, outcome)));
        }
        return life;
    }
}
