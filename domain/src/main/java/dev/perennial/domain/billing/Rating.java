package dev.perennial.domain.billing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What usage costs. Of each total the included units are free; those beyond fall into the tiers in order, each unit at the
 * price of the tier that it falls into. The units of all totals in a tier make one line, rounded once.
 */
public final class Rating {

    private static final BigInteger MOST = BigInteger.valueOf(InvoiceLine.MAX_AMOUNT);

    private Rating() {}

    /**
     * The usage of one meter in what a billing period holds.
     *
     * @param totals one for each period of the quota and each subject that it is counted for; each has its own included units
     */
    public record Usage(MeterKey meter, List<Long> totals) {

        public Usage {
            totals = List.copyOf(totals);
        }
    }

    /** The lines of all usage, in the order of the quotas; none for a meter without a quota or usage. */
    public static List<InvoiceLine> lines(List<Quota> quotas, List<Usage> usages) {
        var lines = new ArrayList<InvoiceLine>();
        for (var quota : quotas) {
            var totals = usages.stream()
                    .filter(usage -> usage.meter().equals(quota.meter()))
                    .flatMap(usage -> usage.totals().stream())
                    .toList();
            lines.addAll(lines(quota, totals));
        }
        return List.copyOf(lines);
    }

    /** The lines of one meter: what was included, if anything was used, and each tier that was reached. */
    public static List<InvoiceLine> lines(Quota quota, List<Long> totals) {
        var units = units(quota, totals);
        var lines = new ArrayList<InvoiceLine>();
        if (units.getFirst() > 0) {
            lines.add(line(quota.meter() + ", included", units.getFirst(), 0, 1));
        }
        long from = quota.included();
        for (var i = 0; i < quota.overage().size(); i++) {
            var tier = quota.overage().get(i);
            var to = end(quota, tier);
            if (units.get(i + 1) > 0) {
                lines.add(line(text(quota, from, to), units.get(i + 1), tier.minor(), tier.per()));
            }
            from = Math.max(from, to);
        }
        return List.copyOf(lines);
    }

    /** How many units of the totals are included, and how many fall into each tier, in order. */
    public static List<Long> units(Quota quota, List<Long> totals) {
        var units = new ArrayList<Long>();
        units.add(sum(totals, 0, quota.included()));
        long from = quota.included();
        for (var tier : quota.overage()) {
            var to = end(quota, tier);
            units.add(sum(totals, from, to));
            from = Math.max(from, to);
        }
        return List.copyOf(units);
    }

    /**
     * What so many units cost, in minor units. Beyond what a line may come to ({@link InvoiceLine#MAX_AMOUNT}) it stays at
     * that, which nobody owes.
     *
     * @param minor minor units for each {@code per} units
     */
    public static long price(long quantity, long minor, long per) {
        var twice =
                BigInteger.valueOf(quantity).multiply(BigInteger.valueOf(minor)).shiftLeft(1);
        var divisor = BigInteger.valueOf(per);
        var away = divisor.multiply(BigInteger.valueOf(twice.signum()));
        var exact = twice.add(away).divide(divisor.shiftLeft(1));
        return exact.min(MOST).max(MOST.negate()).longValueExact();
    }

    private static InvoiceLine line(String text, long units, long minor, long per) {
        return new InvoiceLine(text, units, minor, per, price(units, minor, per));
    }

    private static String text(Quota quota, long from, long to) {
        return to == Long.MAX_VALUE
                ? "%s, from unit %d".formatted(quota.meter(), from + 1)
                : "%s, units %d to %d".formatted(quota.meter(), from + 1, to);
    }

    /** The last unit of the tier, counted from the first that is used. */
    private static long end(Quota quota, Tier tier) {
        return tier.upTo() > Long.MAX_VALUE - quota.included() ? Long.MAX_VALUE : quota.included() + tier.upTo();
    }

    /** How many units of the totals lie above {@code from} and up to {@code to}. */
    private static long sum(List<Long> totals, long from, long to) {
        var sum = BigInteger.ZERO;
        for (var total : totals) {
            sum = sum.add(BigInteger.valueOf(Math.max(0, Math.min(total, to) - from)));
        }
        return sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }
}
