package dev.perennial.persistence.vault;

import dev.perennial.persistence.sql.Jdbc;
import javax.sql.DataSource;

/** The hashes of operators' keys. */
public final class OperatorKeyTable {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('security.operator_keys', 0))";

    private static final String INSERT_FIRST = """
            insert into security.operator_keys (hash) select ? where not exists (select from security.operator_keys)
            """;
    private static final String EXISTS = "select exists (select from security.operator_keys where hash = ?)";

    private final VaultDatabase database;

    public OperatorKeyTable(DataSource database) {
        this.database = new VaultDatabase(database);
    }

    /** Stores the hash if there is none at all yet; of several nodes that start at once one succeeds. */
    public boolean addFirst(byte[] hash) {
        return database.inTransaction("store the operator key", connection -> {
            Jdbc.query(connection, LOCK, _ -> 0);
            return Jdbc.update(connection, INSERT_FIRST, hash) == 1;
        });
    }

    public boolean contains(byte[] hash) {
        return database.with(
                "look up an operator key",
                connection -> Jdbc.first(connection, EXISTS, row -> row.getBoolean(1), hash)
                        .orElse(false));
    }
}
