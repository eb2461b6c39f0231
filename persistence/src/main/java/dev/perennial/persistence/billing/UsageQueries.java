package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.TenantQueries;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was used, by day. Blocks. */
public final class UsageQueries {

    private static final String DAYS = """
            select day, subject, sum(units), max(peak), sum(events) from billing.usage_hours
            where tenant = ? and meter = ? and day >= ? and day < ? %s
            group by day, subject order by day, subject limit ?
            """;

    private final TenantQueries queries;

    public UsageQueries(TenantQueries queries) {
        this.queries = queries;
    }

    /**
     * @param subject empty for nobody in particular
     * @param units the sum of what was counted on that day
     * @param peak the largest that was counted at once
     * @param events how many times
     */
    public record Day(LocalDate day, String subject, BigDecimal units, long peak, long events) {}

    /** Where the rows after a page begin. */
    public record After(LocalDate day, String subject) {}

    /** Days from {@code from} on and before {@code to}, by day and subject, at most {@code limit} of them. */
    public List<Day> days(
            TenantId tenant,
            MeterKey meter,
            Optional<SubjectId> subject,
            LocalDate from,
            LocalDate to,
            Optional<After> after,
            int limit) {
        var parameters = new ArrayList<Object>(List.of(tenant.value(), meter.value(), from, to));
        var more = new StringBuilder();
        subject.ifPresent(only -> {
            more.append(" and subject = ?");
            parameters.add(only.value());
        });
        after.ifPresent(last -> {
            more.append(" and (day, subject) > (?, ?)");
            parameters.add(last.day());
            parameters.add(last.subject());
        });
        parameters.add(limit);
        return queries.of(
                tenant,
                DAYS.formatted(more),
                row -> new Day(
                        row.getObject(1, LocalDate.class),
                        row.getString(2),
                        row.getBigDecimal(3),
                        row.getLong(4),
                        row.getLong(5)),
                parameters.toArray());
    }
}
