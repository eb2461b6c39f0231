package dev.perennial.persistence.projection;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.journal.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Tables that are fed by events where a row for each entity would not do: sums over many of them, or over time. One of its
 * tables says how far it is with each entity, by the columns {@code tenant, id, revision}.
 *
 * @param type whose events
 * @param table the one that says how far it is, without a schema
 */
public record EventView(EntityType<?, ?, ?, ?> type, String table, Writer writer) {

    /** Adds what a page of events says. Each event is met exactly once, so it may count. */
    @FunctionalInterface
    public interface Writer {

        /**
         * @param schema where the tables are
         * @param events of the view's type; of one entity in order, and maybe none
         */
        void write(Connection connection, String schema, List<StoredEvent> events) throws SQLException;
    }

    void apply(Connection connection, String schema, List<StoredEvent> events) throws SQLException {
        var mine = events.stream()
                .filter(event -> event.type().equals(type.name()))
                .toList();
        if (!mine.isEmpty()) {
            writer.write(connection, schema, mine);
        }
    }

    /** Writes no row, but as if: fails when a table does not fit. */
    void writeNothing(Connection connection, String schema) throws SQLException {
        writer.write(connection, schema, List.of());
    }
}
