package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** Emails that were reserved for an invitation which is neither confirmed nor released, of all tenants. Blocks. */
public final class EmailReservations {

    private static final String OVERDUE = """
            select tenant, id, user_id, reserved_until from identity.email_claims
            where reserved_until < ? order by reserved_until limit ?
            """;

    private final DataSource source;

    /** @param source the projection pool: this is for a process of ours, not for a tenant */
    public EmailReservations(DataSource source) {
        this.source = source;
    }

    /** Those whose time ended before {@code now}, the oldest first. A reservation of the last moments may be missing. */
    public List<OverdueReservation> overdue(Instant now, int limit) {
        return Jdbc.query(
                source,
                OVERDUE,
                row -> new OverdueReservation(
                        new TenantId(row.getString(1)),
                        new EmailClaimId(row.getString(2)),
                        new UserId(row.getString(3)),
                        row.getObject(4, OffsetDateTime.class).toInstant()),
                now.atOffset(ZoneOffset.UTC),
                limit);
    }
}
