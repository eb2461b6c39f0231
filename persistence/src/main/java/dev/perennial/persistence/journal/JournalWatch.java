package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What those who run the journal want to know of it. */
public final class JournalWatch {

    /** Further back than clocks of nodes differ, and than a write waits for the database. */
    private static final Duration DISORDER = Duration.ofMinutes(1);

    private static final String NEWEST = """
            select transaction_id::text, ordering, write_timestamp from journal.event_journal
            order by transaction_id desc, ordering desc limit 1
            """;
    private static final String HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text";
    private static final String OLDEST = """
            select extract(epoch from clock_timestamp() - began) * 1000, who
            from (select xact_start as began, application_name as who from pg_stat_activity where backend_xid is not null
                  union all
                  select prepared, 'prepared transaction ' || gid from pg_prepared_xacts) running
            where began is not null
            order by began limit 1
            """;
    private static final String WRITTEN_FROM = """
            select write_timestamp from journal.event_journal
            where transaction_id >= ?::xid8 order by transaction_id, ordering limit 1
            """;

    private JournalWatch() {}

    /** The newest event that is committed, and when it was written. */
    public record Newest(Position position, Instant at) {}

    /**
     * A transaction that may write.
     *
     * @param who the application's name, as it gave it
     */
    public record OldestTransaction(Duration age, String who) {}

    /**
     * @param newest empty while there are no events
     * @param horizon the transaction below which readers may read
     * @param hiddenSince when the oldest event was written that a running transaction keeps from readers; usually empty
     * @param oldest that is running and visible to the connection's user
     */
    public record Condition(
            Optional<Newest> newest, long horizon, Optional<Instant> hiddenSince, Optional<OldestTransaction> oldest) {}

    /** @param connection of the schema's owner, who sees more of other sessions than the pools' roles */
    public static Condition of(Connection connection) throws SQLException {
        return new Condition(
                Jdbc.first(connection, NEWEST, JournalWatch::newest),
                Jdbc.first(connection, HORIZON, row -> Long.parseLong(row.getString(1)))
                        .orElseThrow(),
                HorizonReader.hiddenSince(connection),
                Jdbc.first(
                        connection,
                        OLDEST,
                        row -> new OldestTransaction(Duration.ofMillis(row.getLong(1)), row.getString(2))));
    }

    /**
     * A position with every event after it that was written at that time or later, and few others: it is found by halving,
     * in some sixty reads of the index, by whole transactions. Earlier than asked for by what clocks may differ.
     */
    public static Position before(Connection connection, Instant time) throws SQLException {
        var first = time.minus(DISORDER);
        long low = 0;
        long high = Jdbc.first(connection, NEWEST, JournalWatch::newest)
                .map(newest -> newest.position().transactionId() + 1)
                .orElse(0L);
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (writtenFrom(connection, middle).isBefore(first)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return new Position(Math.max(0, low - 1), 0);
    }

    private static Instant writtenFrom(Connection connection, long transaction) throws SQLException {
        return Jdbc.first(
                        connection,
                        WRITTEN_FROM,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        Long.toString(transaction))
                .orElse(Instant.MAX);
    }

    private static Newest newest(ResultSet row) throws SQLException {
        return new Newest(
                new Position(Long.parseLong(row.getString(1)), row.getLong(2)), Instant.ofEpochMilli(row.getLong(3)));
    }
}
