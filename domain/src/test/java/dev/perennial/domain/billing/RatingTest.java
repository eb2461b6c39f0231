package dev.perennial.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RatingTest {

    private static final MeterKey CALLS = new MeterKey("calls");
    private static final int ROUNDS = 2_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static Quota quota(long included, Tier... tiers) {
        return new Quota(CALLS, Quota.Scope.TENANT, Quota.Reset.BILLING, new Limit.None(), included, List.of(tiers));
    }

    private static long cost(Quota quota, List<Long> totals) {
        return Rating.lines(quota, totals).stream()
                .mapToLong(InvoiceLine::amount)
                .sum();
    }

    @Test
    void whatIsIncludedIsFreeAndTheRestFallsIntoTiers() {
        var quota = quota(1_000, new Tier(500, 10, 1), new Tier(2_000, 5, 1), new Tier(Tier.ENDLESS, 199, 100));
        assertThat(Rating.lines(quota, List.of(4_050L)))
                .containsExactly(
                        new InvoiceLine("calls, included", 1_000, 0, 1, 0),
                        new InvoiceLine("calls, units 1001 to 1500", 500, 10, 1, 5_000),
                        new InvoiceLine("calls, units 1501 to 3000", 1_500, 5, 1, 7_500),
                        // 1,050 units at 1.99 for each 100 are 20.895, which is 20.90.
                        new InvoiceLine("calls, from unit 3001", 1_050, 199, 100, 2_090));
    }

    @Test
    void whatWasNotUsedMakesNoLine() {
        var quota = quota(10, new Tier(Tier.ENDLESS, 1, 1));
        assertThat(Rating.lines(quota, List.of())).isEmpty();
        assertThat(Rating.lines(quota, List.of(0L))).isEmpty();
        assertThat(Rating.lines(quota, List.of(10L))).hasSize(1);
    }

    @Test
    void eachSubjectHasItsOwnIncludedUnitsAndATierIsRoundedOnce() {
        var quota = quota(10, new Tier(Tier.ENDLESS, 1, 3));
        assertThat(Rating.lines(quota, List.of(11L, 11L, 5L)))
                .containsExactly(
                        new InvoiceLine("calls, included", 25, 0, 1, 0),
                        // Two thirds of a cent; rounded one by one it would be nothing.
                        new InvoiceLine("calls, from unit 11", 2, 1, 3, 1));
    }

    @Test
    void usageIsBilledByTheQuotaOfItsMeterInTheQuotasOrder() {
        var bytes = new Quota(
                new MeterKey("bytes"),
                Quota.Scope.TENANT,
                Quota.Reset.BILLING,
                new Limit.None(),
                0,
                List.of(new Tier(Tier.ENDLESS, 2, 1)));
        var usages = List.of(
                new Rating.Usage(new MeterKey("unpriced"), List.of(7L)),
                new Rating.Usage(new MeterKey("bytes"), List.of(3L)),
                new Rating.Usage(CALLS, List.of(5L)));
        assertThat(Rating.lines(List.of(quota(0, new Tier(Tier.ENDLESS, 1, 1)), bytes), usages))
                .extracting(InvoiceLine::quantity)
                .containsExactly(5L, 3L);
    }

    @Test
    void aPriceIsRoundedHalfAwayFromZero() {
        assertThat(Rating.price(1, 1, 2)).isEqualTo(1);
        assertThat(Rating.price(1, -1, 2)).isEqualTo(-1);
        assertThat(Rating.price(1, 1, 3)).isEqualTo(0);
        assertThat(Rating.price(2, 1, 3)).isEqualTo(1);
    }

    @Test
    void noUsageIsTooMuchToBeBilled() {
        var quota = quota(5, new Tier(Tier.ENDLESS - 1, Money.MAX_MINOR, 1), new Tier(Tier.ENDLESS, 1, 1));
        assertThat(cost(quota, List.of(Long.MAX_VALUE, Long.MAX_VALUE))).isEqualTo(InvoiceLine.MAX_AMOUNT);
    }

    @Test
    void everyLineIsSound() {
        rounds(() -> assertThat(Rating.lines(randomQuota(), randomTotals())).allMatch(InvoiceLine::isSound));
    }

    @Test
    void everyUnitIsOnOneLine() {
        rounds(() -> {
            var totals = randomTotals();
            assertThat(Rating.lines(randomQuota(), totals).stream()
                            .mapToLong(InvoiceLine::quantity)
                            .sum())
                    .isEqualTo(totals.stream().mapToLong(Long::longValue).sum());
        });
    }

    @Test
    void moreUsageNeverCostsLess() {
        rounds(() -> {
            var quota = randomQuota();
            var totals = randomTotals();
            var more = new ArrayList<>(totals);
            more.set(0, more.getFirst() + random.nextLong(10_000));
            assertThat(cost(quota, more)).isGreaterThanOrEqualTo(cost(quota, totals));
        });
    }

    @Test
    void aTierThatIsCutInTwoCostsTheSameButForOneRounding() {
        rounds(() -> {
            var price = new Tier(Tier.ENDLESS, random.nextLong(1_000), 1 + random.nextLong(50));
            var cut = 1 + random.nextLong(2_000);
            var included = random.nextLong(500);
            var totals = randomTotals();
            var whole = cost(quota(included, price), totals);
            var parts = cost(quota(included, new Tier(cut, price.minor(), price.per()), price), totals);
            assertThat(parts - whole).isBetween(-1L, 1L);
            if (price.per() == 1) {
                assertThat(parts).isEqualTo(whole);
            }
        });
    }

    private Quota randomQuota() {
        var tiers = new ArrayList<Tier>();
        var upTo = 0L;
        for (var i = random.nextInt(4); i > 0; i--) {
            upTo += 1 + random.nextLong(1_000);
            tiers.add(new Tier(upTo, random.nextLong(1_000), 1 + random.nextLong(100)));
        }
        tiers.add(new Tier(Tier.ENDLESS, random.nextLong(1_000), 1 + random.nextLong(100)));
        return quota(random.nextLong(1_000), tiers.toArray(Tier[]::new));
    }

    private List<Long> randomTotals() {
        return LongStream.generate(() -> random.nextLong(5_000))
                .limit(1 + random.nextInt(4))
                .boxed()
                .toList();
    }

    private void rounds(Runnable property) {
        for (var round = 0; round < ROUNDS; round++) {
            try {
                property.run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }
}
