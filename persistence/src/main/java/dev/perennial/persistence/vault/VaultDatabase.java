package dev.perennial.persistence.vault;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The vault's pool, whose failures all mean the same: what is asked of the vault cannot be answered now. */
final class VaultDatabase {

    private final DataSource source;

    VaultDatabase(DataSource source) {
        this.source = source;
    }

    /** @param purpose what the caller is about, for the failure's message */
    <T> T with(String purpose, Jdbc.Work<T> work) {
        try (var connection = source.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new VaultUnavailableException("cannot " + purpose, e);
        }
    }

    <T> T inTransaction(String purpose, Jdbc.Work<T> work) {
        try {
            return Jdbc.inTransaction(source, work);
        } catch (SQLException e) {
            throw new VaultUnavailableException("cannot " + purpose, e);
        }
    }
}
