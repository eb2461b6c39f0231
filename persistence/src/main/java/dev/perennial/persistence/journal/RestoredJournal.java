package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Finds out whether the journal came from a logical dump of another server, with transaction ids this server has yet to
 * reach. Readers would wait for it to reach them, or be past what it writes next; so the program does not start.
 */
public final class RestoredJournal {

    private static final String HIGHEST_AGAINST_CURRENT = """
            select coalesce((select transaction_id >= pg_snapshot_xmax(pg_current_snapshot())
                             from journal.event_journal
                             order by transaction_id desc, ordering desc
                             limit 1), false)
                or exists (select from projection.offsets
                           where transaction_id > pg_snapshot_xmax(pg_current_snapshot()))
            """;

    private RestoredJournal() {}

    /**
     * Passes when readers can rely on the journal.
     *
     * @throws IllegalStateException when not; says how to repair it
     */
    public static void check(DataSource owner) throws SQLException {
        try (var connection = owner.getConnection()) {
            if (aheadOfServer(connection)) {
                throw new IllegalStateException(
                        "The journal holds transaction ids that this PostgreSQL server has not reached: it was restored from a"
                                + " logical dump. With no node running, run once as the owner of the schema:"
                                + " select journal.repair_after_restore()");
            }
        }
    }

    private static boolean aheadOfServer(Connection connection) throws SQLException {
        return Jdbc.first(connection, HIGHEST_AGAINST_CURRENT, row -> row.getBoolean(1))
                .orElse(false);
    }
}
