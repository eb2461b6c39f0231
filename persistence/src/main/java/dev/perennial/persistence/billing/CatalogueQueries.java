package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.ListQuery;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.query.TenantQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The lists of the catalogue, newest first, at most {@link Page#MAX_LIMIT} at a time. Blocks. */
public final class CatalogueQueries {

    private static final ListQuery<MeterRow> METERS =
            ListQuery.of("billing.meters", "name, aggregation, grace, retired", CatalogueQueries::meter);

    private static final ListQuery<OfferRow> OFFERS =
            ListQuery.of("billing.plans", "version, terms", CatalogueQueries::offer);

    private final TenantQueries queries;

    public CatalogueQueries(TenantQueries queries) {
        this.queries = queries;
    }

    /** @param graceSeconds for how long after a period its usage may still come */
    public record MeterRow(
            String id,
            long revision,
            String name,
            Aggregation aggregation,
            long graceSeconds,
            boolean retired,
            Instant createdAt) {}

    public Page<MeterRow> meters(Optional<Cursor> after, int limit) {
        return METERS.page(queries, TenantId.SYSTEM, after, limit);
    }

    /** @param version the latest one, which is the one that is sold */
    public record OfferRow(String id, int version, PlanTerms terms) {}

    /** The plans that are sold. */
    public Page<OfferRow> offers(Optional<Cursor> after, int limit) {
        return OFFERS.whereIfPresent("status = ?", Optional.of(PlanStatus.OFFERED.name()))
                .page(queries, TenantId.SYSTEM, after, limit);
    }

    private static OfferRow offer(ResultSet row) throws SQLException {
        return new OfferRow(
                row.getString("id"), row.getInt("version"), Json.read(row.getString("terms"), PlanTerms.class));
    }

    private static MeterRow meter(ResultSet row) throws SQLException {
        return new MeterRow(
                row.getString("id"),
                row.getLong("revision"),
                row.getString("name"),
                Aggregation.valueOf(row.getString("aggregation")),
                row.getLong("grace"),
                row.getBoolean("retired"),
                ListQuery.instant(row, "created_at"));
    }
}
