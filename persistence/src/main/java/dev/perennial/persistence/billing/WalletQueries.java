package dev.perennial.persistence.billing;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.ListQuery;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.query.TenantQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The list of wallets, newest first, at most {@link Page#MAX_LIMIT} at a time. Blocks. */
public final class WalletQueries {

    private static final ListQuery<WalletRow> WALLETS =
            ListQuery.of("billing.wallets", "name, available, held", WalletQueries::wallet);

    private final TenantQueries queries;

    public WalletQueries(TenantQueries queries) {
        this.queries = queries;
    }

    public record WalletRow(String id, long revision, String name, long available, long held, Instant createdAt) {}

    public Page<WalletRow> wallets(TenantId tenant, Optional<Cursor> after, int limit) {
        return WALLETS.page(queries, tenant, after, limit);
    }

    private static WalletRow wallet(ResultSet row) throws SQLException {
        return new WalletRow(
                row.getString("id"),
                row.getLong("revision"),
                row.getString("name"),
                row.getLong("available"),
                row.getLong("held"),
                ListQuery.instant(row, "created_at"));
    }
}
