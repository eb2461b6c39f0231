package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Rating;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.Usage;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What was used in a period that is to be priced. Of a quota that begins anew with the billing period the accounts themselves
 * tell; of one that counts by the calendar, the view of days does: it is made of the same events, and keeps what accounts have
 * forgotten. Usage that comes in later is not priced. Blocks.
 */
public final class UsageTotals {

    private static final int PAGE = 1_000;

    private static final String ACCOUNTS = """
            select id from billing.usage_accounts where tenant = ? and meter = ? and id > ? order by id limit ?
            """;

    private static final String DAYS = """
            select subject, date_trunc('%s', day::timestamp)::date as since, sum(units)
            from billing.usage_days where tenant = ? and meter = ? and day >= ? and day < ?
            group by 1, 2
            """;

    private final Entities entities;
    private final DataSource source;

    /** @param source the projection pool: this is for a process of ours, not for a tenant */
    public UsageTotals(Entities entities, DataSource source) {
        this.entities = entities;
        this.source = source;
    }

    /** The usage of each meter that costs something. */
    public List<Rating.Usage> of(TenantId tenant, UsageDue due) {
        return due.terms().quotas().stream()
                .filter(quota -> !quota.overage().isEmpty())
                .map(quota -> new Rating.Usage(quota.meter(), totals(tenant, quota, due)))
                .toList();
    }

    private List<Long> totals(TenantId tenant, Quota quota, UsageDue due) {
        return switch (quota.reset()) {
            case BILLING -> ofAccounts(tenant, quota, due.period().start());
            case HOUR, DAY -> ofDays(tenant, quota, due, "day");
            case MONTH -> ofDays(tenant, quota, due, "month");
            case YEAR -> ofDays(tenant, quota, due, "year");
        };
    }

    private List<Long> ofAccounts(TenantId tenant, Quota quota, Instant start) {
        return switch (quota.scope()) {
            case TENANT -> List.of(used(tenant, new UsageId(quota.meter(), Optional.empty()).entity(), start));
            case SUBJECT ->
                accounts(tenant, quota.meter()).stream()
                        .filter(id -> UsageId.of(id).subject().isPresent())
                        .map(id -> used(tenant, id, start))
                        .toList();
        };
    }

    private long used(TenantId tenant, EntityId account, Instant start) {
        var usage = entities.read(BillingEntities.USAGE, tenant, account)
                .toCompletableFuture()
                .join()
                .state();
        return switch (usage) {
            case Usage.Absent _ -> 0;
            case Usage.Account known -> known.usedSince(start);
        };
    }

    private List<EntityId> accounts(TenantId tenant, MeterKey meter) {
        var all = new ArrayList<EntityId>();
        var last = "";
        List<String> page;
        do {
            page = query(ACCOUNTS, row -> row.getString(1), tenant.value(), meter.value(), last, PAGE);
            page.forEach(id -> all.add(new EntityId(id)));
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == PAGE);
        return all;
    }

    private record Day(String subject, String since, long units) {}

    private List<Long> ofDays(TenantId tenant, Quota quota, UsageDue due, String unit) {
        var from = due.period().start().atOffset(ZoneOffset.UTC).toLocalDate();
        var to = due.period().end().atOffset(ZoneOffset.UTC).toLocalDate();
        var days = query(
                DAYS.formatted(unit),
                row -> new Day(row.getString(1), row.getString(2), row.getLong(3)),
                tenant.value(),
                quota.meter().value(),
                from,
                to);
        Map<String, Long> totals = days.stream()
                .collect(Collectors.toMap(
                        day -> quota.scope() == Quota.Scope.TENANT ? day.since() : day.since() + day.subject(),
                        Day::units,
                        Math::addExact,
                        TreeMap::new));
        return List.copyOf(totals.values());
    }

    private <T> List<T> query(String sql, Jdbc.RowReader<T> reader, Object... parameters) {
        return Jdbc.query(source, sql, reader, parameters);
    }
}
