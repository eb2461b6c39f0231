package dev.perennial.persistence.journal;

import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads the journal up to the horizon: below the oldest transaction that is still running.
 *
 * <p>Whatever is below can neither appear nor disappear any more, so a reader that goes by {@link Position} misses nothing,
 * guesses nothing about gaps, and gives the events of each entity in their order. The price: a long transaction, of anyone
 * on that PostgreSQL server, delays every reader until it ends. {@link #hiddenFor} shows that.
 */
public final class HorizonReader {

    /**
     * The columns every reader of events selects, in the order {@link #event} reads them. The text of the transaction id has
     * a name of its own: under the column's name, {@code order by} would mean the text.
     */
    private static final String COLUMNS = """
            persistence_id, sequence_number, write_timestamp, slice, transaction_id::text as transaction, ordering,
            event_ser_manifest, event_payload""";

    private static final String PAGE = """
            select %s
            from journal.event_journal
            where (transaction_id, ordering) > (?::xid8, ?)
              and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
              and slice between ? and ?
            order by transaction_id, ordering
            limit ?
            """.formatted(COLUMNS);

    private static final String LAST = """
            select transaction_id::text as transaction, ordering
            from journal.event_journal
            where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
            order by transaction_id desc, ordering desc
            limit 1
            """;

    private static final String ANY_AFTER = """
            select exists (select
                           from journal.event_journal
                           where (transaction_id, ordering) > (?::xid8, ?) and slice between ? and ?)
            """;

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

    /** The next events of the slices after a position, at most {@code limit}. */
    public EventPage page(Connection connection, SliceRange slices, Position after, int limit) throws SQLException {
        var events = Jdbc.query(
                connection,
                PAGE,
                this::event,
                Long.toString(after.transactionId()),
                after.ordering(),
                slices.from(),
                slices.to(),
                limit);
        var end = events.isEmpty() ? after : events.getLast().position();
        return new EventPage(events, end, events.size() == limit);
    }

    /** The last event below the horizon, of whatever slice; a page asked for after this answer misses none before it. */
    public Position last(Connection connection) throws SQLException {
        return Jdbc.first(connection, LAST, row -> new Position(Long.parseLong(row.getString(1)), row.getLong(2)))
                .orElse(Position.ORIGIN);
    }

    /**
     * Whether there are committed events after the position at all, also above the horizon: asked after an empty page, it
     * tells whether to look again soon.
     */
    public boolean anyAfter(Connection connection, SliceRange slices, Position after) throws SQLException {
        return Jdbc.first(
                        connection,
                        ANY_AFTER,
                        row -> row.getBoolean(1),
                        Long.toString(after.transactionId()),
                        after.ordering(),
                        slices.from(),
                        slices.to())
                .orElse(false);
    }

    /** How long the oldest committed event has been kept from readers by a transaction that does not end; usually zero. */
    public Duration hiddenFor(Connection connection, Instant now) throws SQLException {
        return Jdbc.first(connection, OLDEST_HIDDEN, row -> Instant.ofEpochMilli(row.getLong(1)))
                .map(written -> Duration.between(written, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
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
                StoredEvent.Entity.parse(row.getString(1)),
                row.getLong(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getInt(4),
                new Position(Long.parseLong(row.getString(5)), row.getLong(6)),
                row.getString(7),
                row.getBytes(8),
                codec);
    }
}
