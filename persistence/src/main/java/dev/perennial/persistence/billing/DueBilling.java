package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.PaymentId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** What of payments and numbers is due by the clock, of all tenants, the longest due first. Blocks. */
public final class DueBilling {

    private static final String PAYMENTS = """
            select tenant, id, due_at from billing.payments where due_at <= ? order by due_at limit ?
            """;

    private static final String SERIES = """
            select tenant, waiting_since from billing.invoice_series where waiting_since <= ?
            order by waiting_since limit ?
            """;

    private final DataSource source;

    /** @param source the projection pool: this is for a process of ours, not for a tenant */
    public DueBilling(DataSource source) {
        this.source = source;
    }

    /** @param since when it became so */
    public record DuePayment(PaymentDesk.Due due, Instant since) {}

    /** A tenant of whom an invoice waits for its number. */
    public record Waiting(TenantId tenant, Instant since) {}

    public List<DuePayment> payments(Instant now, int limit) {
        return query(
                PAYMENTS,
                row -> new DuePayment(
                        new PaymentDesk.Due(new TenantId(row.getString(1)), new PaymentId(row.getString(2))),
                        row.getObject(3, OffsetDateTime.class).toInstant()),
                now,
                limit);
    }

    /** @param before when it began to wait */
    public List<Waiting> series(Instant before, int limit) {
        return query(
                SERIES,
                row -> new Waiting(
                        new TenantId(row.getString(1)),
                        row.getObject(2, OffsetDateTime.class).toInstant()),
                before,
                limit);
    }

    private <T> List<T> query(String sql, Jdbc.RowReader<T> reader, Instant time, int limit) {
        return Jdbc.query(source, sql, reader, time.atOffset(ZoneOffset.UTC), limit);
    }
}
