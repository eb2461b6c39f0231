package dev.perennial.persistence.billing;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.ListQuery;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.query.TenantQueries;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans, subscriptions and revenue, for operators. Blocks. */
public final class SubscriptionQueries {

    private static final ListQuery<PlanRow> PLANS =
            ListQuery.of("billing.plans", "status, version, price, currency, unit", SubscriptionQueries::plan);

    private static final ListQuery<SubscriptionRow> SUBSCRIPTIONS = ListQuery.of(
            "billing.subscriptions",
            "status, plan, plan_version, seats, monthly, currency, due_at",
            SubscriptionQueries::subscription);

    private static final String MONTHS = """
            select * from (
                select month, currency, gained, raised, lowered, lost,
                    sum(gained + raised - lowered - lost) over (partition by currency order by month) as recurring
                from billing.revenue_months where tenant = ?
            ) as months
            where month >= ? and month < ? or month = (
                select max(before.month) from billing.revenue_months as before
                where before.tenant = ? and before.currency = months.currency and before.month < ?)
            order by month, currency
            """;

    private final TenantQueries queries;

    public SubscriptionQueries(TenantQueries queries) {
        this.queries = queries;
    }

    /** @param version the latest one, whose price this is. @param unit the billing period */
    public record PlanRow(
            String id,
            long revision,
            PlanStatus status,
            int version,
            long price,
            String currency,
            String unit,
            Instant createdAt) {}

    /** @param monthly what it brings in for a month, in minor units; null while nothing is paid for */
    public record SubscriptionRow(
            String tenant,
            long revision,
            SubscriptionStatus status,
            String plan,
            int version,
            int seats,
            @Nullable Long monthly,
            String currency,
            Optional<Instant> dueAt,
            Instant createdAt) {}

    /**
     * What changed within a month, in minor units.
     *
     * @param gained by subscriptions that began to pay
     * @param lost by subscriptions that ended
     * @param recurring the revenue of a month at the month's end
     */
    public record RevenueMonth(
            LocalDate month,
            String currency,
            BigDecimal gained,
            BigDecimal raised,
            BigDecimal lowered,
            BigDecimal lost,
            BigDecimal recurring) {}

    public Page<PlanRow> plans(Optional<PlanStatus> status, Optional<Cursor> after, int limit) {
        return PLANS.whereIfPresent("status = ?", status.map(Enum::name)).page(queries, TenantId.SYSTEM, after, limit);
    }

    /** Those of all tenants. */
    public Page<SubscriptionRow> subscriptions(
            Optional<SubscriptionStatus> status, Optional<String> plan, Optional<Cursor> after, int limit) {
        return SUBSCRIPTIONS
                .whereIfPresent("status = ?", status.map(Enum::name))
                .whereIfPresent("plan = ?", plan)
                .pageForOperator(queries, after, limit);
    }

    /**
     * The months from {@code from} on and before {@code to} in which anything changed, by month and currency; before them,
     * of each currency the last month in which anything had.
     */
    public List<RevenueMonth> revenue(LocalDate from, LocalDate to) {
        return queries.of(
                TenantId.SYSTEM,
                MONTHS,
                row -> new RevenueMonth(
                        row.getObject(1, LocalDate.class),
                        row.getString(2),
                        row.getBigDecimal(3),
                        row.getBigDecimal(4),
                        row.getBigDecimal(5),
                        row.getBigDecimal(6),
                        row.getBigDecimal(7)),
                TenantId.SYSTEM.value(),
                from,
                to,
                TenantId.SYSTEM.value(),
                from);
    }

    private static PlanRow plan(ResultSet row) throws SQLException {
        return new PlanRow(
                row.getString("id"),
                row.getLong("revision"),
                PlanStatus.valueOf(row.getString("status")),
                row.getInt("version"),
                row.getLong("price"),
                row.getString("currency"),
                row.getString("unit"),
                ListQuery.instant(row, "created_at"));
    }

    private static SubscriptionRow subscription(ResultSet row) throws SQLException {
        return new SubscriptionRow(
                row.getString("id"),
                row.getLong("revision"),
                SubscriptionStatus.valueOf(row.getString("status")),
                row.getString("plan"),
                row.getInt("plan_version"),
                row.getInt("seats"),
                row.getObject("monthly", Long.class),
                row.getString("currency"),
                Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                ListQuery.instant(row, "created_at"));
    }
}
