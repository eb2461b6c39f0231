package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.EventPage;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code projection.offsets}. A projection's rows always cover all slices without overlap; whoever moves an
 * offset holds the lock of its row from the check to the commit, and that alone makes the views exact: instances may share
 * slices, come and go, and be of any number.
 */
final class Offsets {

    /** How far some slices are. */
    record Row(SliceRange slices, Position position) {}

    /**
     * What the table says of a range of slices.
     *
     * @param form fingerprint of the views in the database, or empty if the projection has none
     */
    record Held(List<Row> rows, String form) {

        /** The same as far as it concerns the range. */
        Held within(SliceRange range) {
            return new Held(Offsets.within(rows, range), form);
        }
    }

    private static final String SELECT = """
            select slice_from, slice_to, transaction_id::text, ordering, coalesce(fingerprint, '')
            from projection.offsets o left join projection.views v using (projection)
            where projection = ? and slice_from <= ? and slice_to >= ?
            order by slice_from
            """;
    private static final String SELECT_FOR_UPDATE = SELECT + "for update of o";
    private static final String INSERT = """
            insert into projection.offsets (projection, slice_from, slice_to, transaction_id, ordering)
            values (?, ?, ?, ?::xid8, ?)
            """;
    private static final String ADVANCE = """
            update projection.offsets set transaction_id = ?::xid8, ordering = ?
            where projection = ? and slice_from = ?
            """;
    private static final String DELETE =
            "delete from projection.offsets where projection = ? and slice_from between ? and ?";

    private final String projection;

    Offsets(String projection) {
        this.projection = projection;
    }

    /** Begins at the origin, unless the projection has begun. */
    void begin(Connection connection) throws SQLException {
        insert(connection, new Row(SliceRange.ALL, Position.ORIGIN), INSERT + "on conflict do nothing");
    }

    /** The rows that overlap the range, as they are now. */
    Held read(Connection connection, SliceRange range) throws SQLException {
        return held(connection, SELECT, range);
    }

    /**
     * The same, locked until the transaction ends. Waits for whoever holds them. Rows that were split or replaced during
     * the wait are missing from the answer, so the caller checks that it {@link #covers} the range.
     */
    Held lock(Connection connection, SliceRange range) throws SQLException {
        return held(connection, SELECT_FOR_UPDATE, range);
    }

    /** All rows, locked; tries again while a runner divides them anew. The projection has begun. */
    List<Row> lockAll(Connection connection) throws SQLException {
        while (true) {
            var rows = lock(connection, SliceRange.ALL).rows();
            if (covers(rows, SliceRange.ALL)) {
                return rows;
            }
            if (read(connection, SliceRange.ALL).rows().isEmpty()) {
                throw new IllegalStateException("the offsets of " + projection + " are gone");
            }
        }
    }

    /** Moves what is behind in the range up to {@code end}; rows that reach beyond the range are cut there. */
    void advance(Connection connection, List<Row> locked, SliceRange range, Position end) throws SQLException {
        if (locked.size() == 1 && locked.getFirst().slices().equals(range)) {
            Jdbc.update(
                    connection, ADVANCE, Long.toString(end.transactionId()), end.ordering(), projection, range.from());
        } else {
            replace(connection, locked, layout(locked, range, end));
        }
    }

    /** Removes the locked rows and puts others in their place, which must cover the same slices. */
    void replace(Connection connection, List<Row> locked, List<Row> rows) throws SQLException {
        var from = locked.getFirst().slices().from();
        var to = locked.getLast().slices().to();
        Jdbc.update(connection, DELETE, projection, from, to);
        for (var row : rows) {
            insert(connection, row, INSERT);
        }
    }

    /** Whether the rows leave no slice of the range out. */
    static boolean covers(List<Row> rows, SliceRange range) {
        var next = range.from();
        for (var row : rows) {
            if (row.slices().from() > next) {
                return false;
            }
            next = row.slices().to() + 1;
        }
        return next > range.to();
    }

    /** The rows cut to the range, neighbours at the same position joined: equal if and only if they say the same. */
    static List<Row> within(List<Row> rows, SliceRange range) {
        var result = new ArrayList<Row>();
        for (var row : rows) {
            row.slices().intersect(range).ifPresent(part -> addJoined(result, new Row(part, row.position())));
        }
        return List.copyOf(result);
    }

    /** The rows after the part of them inside the range has moved up to {@code end}. */
    static List<Row> layout(List<Row> rows, SliceRange range, Position end) {
        var result = new ArrayList<Row>();
        var first = rows.getFirst();
        if (first.slices().from() < range.from()) {
            result.add(new Row(new SliceRange(first.slices().from(), range.from() - 1), first.position()));
        }
        var moved = new ArrayList<Row>();
        for (var row : within(rows, range)) {
            addJoined(moved, new Row(row.slices(), Position.later(row.position(), end)));
        }
        result.addAll(moved);
        var last = rows.getLast();
        if (last.slices().to() > range.to()) {
            result.add(new Row(new SliceRange(range.to() + 1, last.slices().to()), last.position()));
        }
        return result;
    }

    /** Where reading goes on: at the slices that are furthest behind. */
    static Position lowest(List<Row> rows) {
        return rows.stream().map(Row::position).min(Position::compareTo).orElseThrow();
    }

    /** The events of a page that have not taken effect yet. */
    static List<StoredEvent> fresh(List<Row> rows, EventPage page) {
        return page.events().stream()
                .filter(event -> !includes(rows, event.slice(), event.position()))
                .toList();
    }

    /** Whether the event of that slice and position has taken effect already. */
    static boolean includes(List<Row> rows, int slice, Position position) {
        for (var row : rows) {
            if (row.slices().contains(slice)) {
                return !position.isAfter(row.position());
            }
        }
        throw new IllegalArgumentException("slice " + slice + " is in none of the rows");
    }

    private static void addJoined(List<Row> rows, Row row) {
        if (!rows.isEmpty() && rows.getLast().position().equals(row.position())) {
            var last = rows.removeLast();
            rows.add(new Row(new SliceRange(last.slices().from(), row.slices().to()), row.position()));
        } else {
            rows.add(row);
        }
    }

    private Held held(Connection connection, String sql, SliceRange range) throws SQLException {
        var form = new String[] {""};
        var rows = Jdbc.query(
                connection,
                sql,
                row -> {
                    form[0] = row.getString(5);
                    return row(row);
                },
                projection,
                range.to(),
                range.from());
        return new Held(rows, form[0]);
    }

    private void insert(Connection connection, Row row, String sql) throws SQLException {
        Jdbc.update(
                connection,
                sql,
                projection,
                row.slices().from(),
                row.slices().to(),
                Long.toString(row.position().transactionId()),
                row.position().ordering());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new SliceRange(row.getInt(1), row.getInt(2)),
                new Position(Long.parseLong(row.getString(3)), row.getLong(4)));
    }
}
