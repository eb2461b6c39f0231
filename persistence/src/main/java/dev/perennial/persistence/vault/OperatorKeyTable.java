package dev.perennial.persistence.vault;

import dev.perennial.persistence.sql.Jdbc;
import javax.sql.DataSource;

/** The hashes of operators' keys. */
public final class OperatorKeyTable {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('%s', 0))";
    private static final String INSERT_FIRST = "insert into %1$s (hash) select ? where not exists (select from %1$s)";
    private static final String EXISTS = "select exists (select from %s where hash = ?)";

    private final VaultDatabase database;
    private final String lockFirst;
    private final String insertFirst;
    private final String exists;

    private OperatorKeyTable(DataSource database, String table) {
        this.database = new VaultDatabase(database);
        this.lockFirst = LOCK.formatted(table);
        this.insertFirst = INSERT_FIRST.formatted(table);
        this.exists = EXISTS.formatted(table);
    }

    /** Keys for the API. */
    public static OperatorKeyTable forApi(DataSource database) {
        return new OperatorKeyTable(database, "security.operator_keys");
    }

    /** Keys for the management API, which open nothing else. */
    public static OperatorKeyTable forManagement(DataSource database) {
        return new OperatorKeyTable(database, "security.management_keys");
    }

    /** Stores the hash if there is none at all yet; of several nodes that start at once one succeeds. */
    public boolean addFirst(byte[] hash) {
        return database.inTransaction("store the operator key", connection -> {
            Jdbc.query(connection, lockFirst, _ -> 0);
            return Jdbc.update(connection, insertFirst, hash) == 1;
        });
    }

    public boolean contains(byte[] hash) {
        return database.with(
                "look up an operator key",
                connection -> Jdbc.first(connection, exists, row -> row.getBoolean(1), hash)
                        .orElse(false));
    }
}
