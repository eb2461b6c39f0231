package dev.perennial.domain.billing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What usage costs that has come since its period was billed: the price of all of it by now, less the price of what was
 * billed. So it does not matter in how many parts it came, nor where a tier was rounded on the way.
 */
public final class LateRating {

    private LateRating() {}

    /** What is billed by now: usage does not shrink, so what was billed stays billed. */
    public static BilledUsage now(BilledUsage before, List<Long> units) {
        var most = new ArrayList<Long>();
        for (var i = 0; i < units.size(); i++) {
            most.add(Math.max(units.get(i), at(before, i)));
        }
        return new BilledUsage(before.period(), before.meter(), most);
    }

    /** The line for the difference; empty if it costs nothing. */
    public static Optional<InvoiceLine> line(Quota quota, BilledUsage before, BilledUsage now) {
        long units = 0;
        long amount = 0;
        for (var i = 0; i < quota.overage().size(); i++) {
            var tier = quota.overage().get(i);
            units = plus(units, now.units().get(i + 1) - at(before, i + 1));
            amount += Rating.price(now.units().get(i + 1), tier.minor(), tier.per())
                    - Rating.price(at(before, i + 1), tier.minor(), tier.per());
        }
        return amount == 0
                ? Optional.empty()
                : Optional.of(line(quota, now.period(), units, Math.min(amount, InvoiceLine.MAX_AMOUNT)));
    }

    /** At the price of the unit where there is only one and it comes to the amount, else at the price of all of them. */
    private static InvoiceLine line(Quota quota, Period period, long units, long amount) {
        var text = "%s, %s to %s, recorded late".formatted(quota.meter(), day(period.start()), day(period.end()));
        var only = quota.overage().getFirst();
        return quota.overage().size() == 1 && Rating.price(units, only.minor(), only.per()) == amount
                ? new InvoiceLine(text, units, only.minor(), only.per(), amount)
                : new InvoiceLine(text, units, amount, units, amount);
    }

    /** At most what a line can say. */
    private static long plus(long units, long more) {
        return units > Long.MAX_VALUE - more ? Long.MAX_VALUE : units + more;
    }

    /** Nothing was billed of what it does not say. */
    private static long at(BilledUsage billed, int tier) {
        return tier < billed.units().size() ? billed.units().get(tier) : 0;
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
