package dev.perennial.persistence.sql;

/** What a pool's connections may do; created by the migrations. */
public enum Role {
    /** Appends events, keeps snapshots. */
    JOURNAL("perennial_journal"),
    /** Reads all events, writes views and offsets. */
    PROJECTION("perennial_projection"),
    /** Reads views and events of one tenant at a time, and changes nothing. */
    QUERY("perennial_query"),
    /** Keeps keys: people's data keys, signing keys and the hashes of operators' keys. */
    VAULT("perennial_vault"),
    /** Keeps what operators want of the cluster, and records it for ever. */
    OPERATION("perennial_operation");

    private final String sqlName;

    Role(String sqlName) {
        this.sqlName = sqlName;
    }

    /** Its name in PostgreSQL. */
    public String sqlName() {
        return sqlName;
    }
}
