package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.domain.billing.usage.Usage;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What was used in a period that is to be priced. Of a quota that begins anew with the billing period the accounts themselves
 * tell; of one that counts by the calendar, the view of hours does, once it has all that the journal has: it is made of the
 * same events, and keeps what accounts have forgotten. Blocks.
 */
public final class UsageTotals {

    private static final String HOURS = """
            select %s, date_trunc('%s', day + make_interval(hours => hour)), least(%s, 9223372036854775807)::bigint
            from billing.usage_hours
            where tenant = ? and meter = ? and day >= ? and day <= ?
              and day + make_interval(hours => hour) >= ? and day + make_interval(hours => hour) < ?
            group by 1, 2
            order by 1, 2
            """;

    private final Entities entities;
    private final DataSource source;
    private final UsageAccounts accounts;

    /**
     * @param source the projection pool: this is for a process of ours, not for a tenant
     * @param freshness of billing's views
     */
    public UsageTotals(Entities entities, DataSource source, Freshness freshness) {
        this.entities = entities;
        this.source = source;
        this.accounts = new UsageAccounts(source, freshness);
    }

    /** One total for each period of the quota and each subject that it is counted for. */
    List<Long> of(TenantId tenant, UsageDue due, Quota quota) {
        return switch (quota.reset()) {
            case BILLING -> ofAccounts(tenant, quota, due.period().start());
            case HOUR -> ofHours(tenant, quota, due, "hour");
            case DAY -> ofHours(tenant, quota, due, "day");
            case MONTH -> ofHours(tenant, quota, due, "month");
            case YEAR -> ofHours(tenant, quota, due, "year");
        };
    }

    private List<Long> ofAccounts(TenantId tenant, Quota quota, Instant start) {
        return switch (quota.scope()) {
            case TENANT -> List.of(used(tenant, new UsageId(quota.meter(), Optional.empty()).entity(), start));
            case SUBJECT ->
                accounts.ofSubjects(tenant, quota.meter()).stream()
                        .map(account -> used(tenant, account.id(), start))
                        .toList();
        };
    }

    private long used(TenantId tenant, EntityId account, Instant start) {
        return switch (state(BillingEntities.USAGE, tenant, account)) {
            case Usage.Absent _ -> 0;
            case Usage.Account known -> known.usedSince(start);
        };
    }

    private List<Long> ofHours(TenantId tenant, Quota quota, UsageDue due, String unit) {
        accounts.awaitViews(tenant, quota.meter());
        var subject = quota.scope() == Quota.Scope.SUBJECT ? "subject" : "''";
        var total = aggregation(quota.meter()) == Aggregation.MAX ? "max(peak)" : "sum(units)";
        var hours = due.hours(quota);
        var from = utc(hours.start());
        var to = utc(hours.end());
        return Jdbc.query(
                source,
                HOURS.formatted(subject, unit, total),
                row -> row.getLong(3),
                tenant.value(),
                quota.meter().value(),
                from.toLocalDate(),
                to.toLocalDate(),
                from,
                to);
    }

    private Aggregation aggregation(MeterKey meter) {
        return switch (state(BillingEntities.METER, TenantId.SYSTEM, meter.entity())) {
            case Meter.Absent _ -> throw new IllegalStateException("usage of no meter: " + meter);
            case Meter.Defined defined -> defined.aggregation();
            case Meter.Retired retired -> retired.aggregation();
        };
    }

    private <S> S state(EntityType<S, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return entities.read(type, tenant, id).toCompletableFuture().join().state();
    }

    private static LocalDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }
}
