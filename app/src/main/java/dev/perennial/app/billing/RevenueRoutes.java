package dev.perennial.app.billing;

import dev.perennial.app.Platform;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.persistence.billing.SubscriptionQueries;
import dev.perennial.persistence.billing.SubscriptionQueries.RevenueMonth;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What subscriptions bring in, for operators. */
final class RevenueRoutes implements Routes {

    private static final int MOST_MONTHS = 120;

    private final Flows flows;
    private final SubscriptionQueries queries;

    RevenueRoutes(Platform platform) {
        this.flows = platform.flows();
        this.queries = new SubscriptionQueries(platform.queries());
    }

    private record Items(List<Item> items) {}

    private record Item(
            String month,
            String currency,
            BigDecimal gained,
            BigDecimal raised,
            BigDecimal lowered,
            BigDecimal lost,
            BigDecimal recurring) {

        static Item of(RevenueMonth month) {
            return new Item(
                    YearMonth.from(month.month()).toString(),
                    month.currency(),
                    month.gained(),
                    month.raised(),
                    month.lowered(),
                    month.lost(),
                    month.recurring());
        }

        /** A month without a change. */
        static Item after(YearMonth month, RevenueMonth before) {
            var none = BigDecimal.ZERO;
            return new Item(month.toString(), before.currency(), none, none, none, none, before.recurring());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("getRevenue", flows.handler(this::revenue));
    }

    private Reply revenue(Call call) {
        var from = YearMonth.parse(call.query("from").orElseThrow());
        var to = YearMonth.parse(call.query("to").orElseThrow());
        var months = ChronoUnit.MONTHS.between(from, to);
        if (months < 1 || months > MOST_MONTHS) {
            throw Call.invalid("to", "is 1 to %d months after from".formatted(MOST_MONTHS));
        }
        return Reply.json(200, new Items(filled(from, to, queries.revenue(from.atDay(1), to.atDay(1)))));
    }

    /** Every month of every currency from the first one that it brought anything in. */
    private static List<Item> filled(YearMonth from, YearMonth to, List<RevenueMonth> changes) {
        var items = new ArrayList<Item>();
        var latest = new TreeMap<String, RevenueMonth>();
        var byMonth = new TreeMap<LocalDate, Map<String, RevenueMonth>>();
        for (var change : changes) {
            if (change.month().isBefore(from.atDay(1))) {
                latest.put(change.currency(), change);
            }
            byMonth.computeIfAbsent(change.month(), _ -> new TreeMap<>()).put(change.currency(), change);
        }
        for (var month = from; month.isBefore(to); month = month.plusMonths(1)) {
            var now = month;
            var changed = byMonth.getOrDefault(month.atDay(1), Map.of());
            latest.putAll(changed);
            latest.forEach((currency, before) ->
                    items.add(changed.containsKey(currency) ? Item.of(before) : Item.after(now, before)));
        }
        return items;
    }
}
