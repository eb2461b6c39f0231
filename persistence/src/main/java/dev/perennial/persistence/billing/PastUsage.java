package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.billing.usage.UsageReplay;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.query.TenantQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a tenant used in the past, counted anew from the journal by a quota that it had not. Blocks. */
public final class PastUsage {

    /** Events of accounts beyond which a period is not replayed. */
    public static final int MAX_EVENTS = 200_000;

    private static final int CHUNK = 1_000;

    /** The journal's clock and the one by which usage counts may differ by this. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    /** The longest time after a period in which a meter may accept its usage, and the skew. */
    private static final Duration LATEST = Duration.ofDays(7).plus(SKEW);

    private static final String ACCOUNTS = """
            select id from billing.usage_accounts where tenant = ? and meter = ? and id > ? order by id limit ?
            """;

    private final TenantQueries queries;
    private final History history;

    public PastUsage(TenantQueries queries, History history) {
        this.queries = queries;
        this.history = history;
    }

    /** There is too much to be replayed: more than {@link #MAX_EVENTS}. */
    public static final class TooMuchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("more than " + MAX_EVENTS + " events", null, false, false);
        }
    }

    /**
     * What counts by the quota in the period.
     *
     * @throws TooMuchException when it is too much to be read
     */
    public Rating.Usage of(TenantId tenant, Quota quota, Cycle billing, Aggregation aggregation, Period period) {
        var replay = new UsageReplay(quota, billing, aggregation, period);
        var left = MAX_EVENTS;
        for (var account : accounts(tenant, quota.meter())) {
            left -= replay(tenant, account, replay, period, left);
        }
        return new Rating.Usage(quota.meter(), replay.totals());
    }

    private int replay(TenantId tenant, UsageId account, UsageReplay replay, Period period, int most) {
        var id = account.entity();
        var revision = history.revisionBefore(
                BillingEntities.USAGE, tenant, id, period.start().minus(SKEW));
        var read = 0;
        while (read <= most) {
            var chunk = history.events(BillingEntities.USAGE, tenant, id, revision, CHUNK);
            for (var event : chunk) {
                if (event.at().isAfter(period.end().plus(LATEST))) {
                    return read;
                }
                replay.add(account, (UsageEvent) event.event());
                revision = event.revision();
                read++;
            }
            if (chunk.size() < CHUNK) {
                return read;
            }
        }
        throw new TooMuchException();
    }

    private List<UsageId> accounts(TenantId tenant, MeterKey meter) {
        var all = new ArrayList<UsageId>();
        var last = "";
        List<String> page;
        do {
            page = queries.of(tenant, ACCOUNTS, row -> row.getString(1), tenant.value(), meter.value(), last, CHUNK);
            page.forEach(id -> all.add(UsageId.of(new EntityId(id))));
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == CHUNK);
        return all;
    }
}
