package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Reads the journal up to the horizon: below the oldest transaction that is still running.
 *
 * <p>Whatever is below can neither appear nor disappear any more, so a reader that goes by {@link Position} misses nothing,
 * guesses nothing about gaps, and gives the events of each entity in their order. The price: a long transaction, of anyone
 * on that PostgreSQL server, delays every reader until it ends. {@link JournalWatch} shows that.
 */
public final class HorizonReader {

    /**
     * The columns every reader of events selects, as {@link #event} names them. The text of the transaction id has
     * a name of its own: under the column's name, {@code order by} would mean the text.
     */
    private static final String COLUMNS = """
            persistence_id, sequence_number, write_timestamp, slice, transaction_id::text as transaction, ordering,
            event_ser_manifest, event_payload""";

    private static final String MINE = """
            (transaction_id, ordering) > (?::xid8, ?) and slice between ? and ?
              and split_part(persistence_id, '|', 1) = any(?)""";

    /** The horizon comes first in each row, and in a row of its own when there is no event. */
    private static final String PAGE = """
            select horizon.xmin::text as horizon, page.*
            from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) horizon
            left join lateral (
              select %s
              from journal.event_journal
              where %s and transaction_id < horizon.xmin
              order by transaction_id, ordering
              limit ?) page on true
            """.formatted(COLUMNS, MINE);

    private static final String ANY_AFTER =
            "select exists (select from journal.event_journal where %s)".formatted(MINE);

    private static final String FIRST_AFTER =
            "select write_timestamp from journal.event_journal where %s order by transaction_id, ordering limit 1"
                    .formatted(MINE);

    private static final String OLDEST_HIDDEN = """
            select write_timestamp
            from journal.event_journal
            where transaction_id >= pg_snapshot_xmin(pg_current_snapshot())
            order by transaction_id, ordering
            limit 1
            """;

    private final EventCodec codec;

    public HorizonReader(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * The next events after a position, at most {@code limit}. A page that is not full ends at the horizon, so that what
     * others wrote is not gone through again.
     */
    public EventPage page(Connection connection, Feed feed, Position after, int limit) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        var horizons = Jdbc.query(
                connection,
                PAGE,
                row -> {
                    if (row.getString("persistence_id") != null) {
                        events.add(event(row));
                    }
                    return Long.parseLong(row.getString("horizon"));
                },
                Long.toString(after.transactionId()),
                after.ordering(),
                feed.slices().from(),
                feed.slices().to(),
                feed.typeNames(),
                limit);
        var full = events.size() == limit;
        var end = full ? events.getLast().position() : new Position(horizons.getFirst(), 0);
        return new EventPage(events, Position.later(after, end), full);
    }

    /**
     * Whether there are committed events after the position at all, also above the horizon: asked after an empty page, it
     * tells whether to look again soon.
     */
    public boolean anyAfter(Connection connection, Feed feed, Position after) throws SQLException {
        return Jdbc.first(
                        connection,
                        ANY_AFTER,
                        row -> row.getBoolean(1),
                        Long.toString(after.transactionId()),
                        after.ordering(),
                        feed.slices().from(),
                        feed.slices().to(),
                        feed.typeNames())
                .orElse(false);
    }

    /** When the first event after the position was written, also above the horizon; empty if there is none. */
    public Optional<Instant> pendingSince(Connection connection, Feed feed, Position after) throws SQLException {
        return Jdbc.first(
                connection,
                FIRST_AFTER,
                row -> Instant.ofEpochMilli(row.getLong(1)),
                Long.toString(after.transactionId()),
                after.ordering(),
                feed.slices().from(),
                feed.slices().to(),
                feed.typeNames());
    }

    /** When the oldest event was written that a transaction which does not end keeps from readers; usually empty. */
    static Optional<Instant> hiddenSince(Connection connection) throws SQLException {
        return Jdbc.first(connection, OLDEST_HIDDEN, row -> Instant.ofEpochMilli(row.getLong(1)));
    }

    /** A query of one entity's events; its parameters are the persistence id, the revision before, and the limit. */
    public static String entityQuery() {
        return """
            select %s
            from journal.event_journal
            where persistence_id = ? and sequence_number > ?
            order by sequence_number
            limit ?
            """.formatted(COLUMNS);
    }

    /** The event in the current row of a query made here. */
    public StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                StoredEvent.Entity.parse(row.getString("persistence_id")),
                row.getLong("sequence_number"),
                Instant.ofEpochMilli(row.getLong("write_timestamp")),
                row.getInt("slice"),
                new Position(Long.parseLong(row.getString("transaction")), row.getLong("ordering")),
                row.getString("event_ser_manifest"),
                row.getBytes("event_payload"),
                codec);
    }
}
