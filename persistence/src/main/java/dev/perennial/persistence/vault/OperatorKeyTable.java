package dev.perennial.persistence.vault;

import java.sql.SQLException;
import javax.sql.DataSource;

/** The hashes of operators' keys. */
public final class OperatorKeyTable {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('security.operator_keys', 0))";

    private static final String INSERT_FIRST = """
            insert into security.operator_keys (hash) select ? where not exists (select from security.operator_keys)
            """;
    private static final String EXISTS = "select exists (select from security.operator_keys where hash = ?)";

    private final DataSource database;

    public OperatorKeyTable(DataSource database) {
        this.database = database;
    }

    /** Stores the hash if there is none at all yet; of several nodes that start at once one succeeds. */
    public boolean addFirst(byte[] hash) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var lock = connection.prepareStatement(LOCK);
                    var insert = connection.prepareStatement(INSERT_FIRST)) {
                lock.execute();
                insert.setBytes(1, hash);
                boolean added = insert.executeUpdate() == 1;
                connection.commit();
                return added;
            }
        } catch (SQLException e) {
            throw new VaultUnavailableException("cannot store the operator key", e);
        }
    }

    public boolean contains(byte[] hash) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(EXISTS)) {
            statement.setBytes(1, hash);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new VaultUnavailableException("cannot look up an operator key", e);
        }
    }
}
