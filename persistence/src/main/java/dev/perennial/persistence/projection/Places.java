package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.Feed;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Offsets.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How far projections are as it is stored: for those who watch them, and for turning them back. */
public final class Places {

    private final HorizonReader reader;

    public Places(HorizonReader reader) {
        this.reader = reader;
    }

    /**
     * A projection over some slices.
     *
     * @param position up to which everything took effect
     * @param pendingSince when the oldest event was written that has no effect yet; empty when there is none
     */
    public record Place(Position position, Optional<Instant> pendingSince) {}

    /** Empty while the projection has not begun. */
    public Optional<Place> of(Connection connection, Projection projection, SliceRange slices) throws SQLException {
        var rows = Offsets.within(
                new Offsets(projection.name()).read(connection, slices).rows(), slices);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var position = Offsets.lowest(rows);
        var feed = new Feed(projection.types(), slices);
        return Optional.of(new Place(position, reader.pendingSince(connection, feed, position)));
    }

    /**
     * Has the projection meet everything after the position again. Takes the locks that runners take, so whoever is at a
     * page finds out when it commits, and starts over from here. Nothing is ever skipped: slices that are not as far stay
     * where they are.
     *
     * @return whether anything was turned back
     */
    public static boolean turnBack(Connection connection, String projection, Position to) throws SQLException {
        var offsets = new Offsets(projection);
        if (offsets.read(connection, SliceRange.ALL).rows().isEmpty()) {
            return false; // It has not begun: everything is still to come.
        }
        var rows = offsets.lockAll(connection);
        var turned = rows.stream()
                .map(row -> row.position().isAfter(to) ? new Row(row.slices(), to) : row)
                .toList();
        if (turned.equals(rows)) {
            return false;
        }
        offsets.replace(connection, rows, turned);
        return true;
    }
}
