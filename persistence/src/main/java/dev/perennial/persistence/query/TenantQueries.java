package dev.perennial.persistence.query;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.Jdbc.RowReader;
import dev.perennial.persistence.sql.Outages;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Runs queries so that PostgreSQL itself hides every other tenant's rows: the tenant is set for the transaction in the same
 * round trip as the query. Whatever a query forgets to say, its answer is the tenant's.
 *
 * <p>Blocks; bounded by the pool's wait and its statement time-out.
 */
public final class TenantQueries {

    private static final String FOR_TENANT = "select set_config('perennial.tenant', ?, true); ";
    private static final String FOR_OPERATOR = "select set_config('perennial.operator', ?, true); ";

    private final DataSource source;

    /** @param source the query pool, which acts as a role under row-level security */
    public TenantQueries(DataSource source) {
        this.source = source;
    }

    /**
     * The rows, as far as they are the tenant's.
     *
     * @throws DatabaseUnavailableException when no answer came in time
     */
    public <T> List<T> of(TenantId tenant, String sql, RowReader<T> reader, Object... parameters) {
        return run(FOR_TENANT, tenant.value(), sql, reader, parameters);
    }

    /** The rows of every tenant, from those tables alone that an operator may list. */
    public <T> List<T> forOperator(String sql, RowReader<T> reader, Object... parameters) {
        return run(FOR_OPERATOR, "on", sql, reader, parameters);
    }

    private <T> List<T> run(String prefix, String setting, String sql, RowReader<T> reader, Object... parameters) {
        try (var connection = source.getConnection()) {
            return Jdbc.queryAfter(connection, prefix, setting, sql, reader, parameters);
        } catch (SQLException e) {
            if (Outages.isOutage(e)) {
                throw new DatabaseUnavailableException(e);
            }
            throw new IllegalStateException("query failed", e);
        }
    }
}
