package dev.perennial.persistence.projection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.journal.StoredEvent.Entity;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.projection.StateView.Row;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings the rows of one {@link StateView} up to date with a page of events: one query, then one write. */
final class StateViewWriter<S, E> {

    private static final List<String> KEY = List.of("tenant", "id");
    private static final List<String> ALWAYS = List.of("revision", "state", "created_at", "updated_at");
    private static final ObjectMapper MAPPER = StorableText.mapper();

    private final EntityType<S, ?, E, ?> type;
    private final StateView<S> view;
    private final String load;
    private final String upsert;

    private StateViewWriter(EntityType<S, ?, E, ?> type, StateView<S> view, String schema) {
        this.type = type;
        this.view = view;
        var table = schema + "." + view.table();
        var changing =
                Stream.concat(ALWAYS.stream(), view.columns().keySet().stream()).toList();
        var all = Stream.concat(KEY.stream(), changing.stream()).collect(Collectors.joining(", "));
        var changes = changing.stream().map(c -> c + " = excluded." + c).collect(Collectors.joining(", "));
        this.load = """
                select tenant, id, revision, state::text, created_at, updated_at
                from %s where (tenant, id) in (select * from unnest(?, ?))
                """.formatted(table);
        this.upsert = """
                insert into %1$s (%2$s)
                select %2$s from jsonb_populate_recordset(null::%1$s, ?::jsonb)
                on conflict (tenant, id) do update set %3$s
                """.formatted(table, all, changes);
    }

    /** Writes the view's table in that schema. */
    @SuppressWarnings("unchecked") // The view does not care for the types of its entity's commands, events and replies.
    static <S> StateViewWriter<S, ?> of(StateView<S> view, String schema) {
        return new StateViewWriter<>((EntityType<S, ?, Object, ?>) view.type(), view, schema);
    }

    /** Writes no row, but as if: fails when the table does not fit the view. */
    void writeNothing(Connection connection) throws SQLException {
        Jdbc.update(connection, upsert, "[]");
    }

    void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        var mine = events.stream()
                .filter(event -> event.type().equals(type.name()))
                .toList();
        if (mine.isEmpty()) {
            return;
        }
        var rows = stored(connection, mine);
        var changed = new LinkedHashMap<Entity, Row<S>>();
        for (var event : mine) {
            var entity = event.entity();
            var before = rows.getOrDefault(entity, unborn(event));
            if (event.revision() > before.revision()) {
                var after = evolve(before, event);
                rows.put(entity, after);
                changed.put(entity, after);
            }
        }
        var written = MAPPER.createArrayNode();
        changed.values().forEach(row -> written.add(columns(row)));
        Jdbc.update(connection, upsert, written.toString());
    }

    private Row<S> evolve(Row<S> before, StoredEvent event) {
        if (event.revision() != before.revision() + 1) {
            throw new IllegalStateException("%s follows revision %d".formatted(event, before.revision()));
        }
        return new Row<>(
                before.tenant(),
                before.id(),
                event.revision(),
                type.decider().evolve(before.state(), type.event().cast(event.event())),
                before.createdAt(),
                event.at());
    }

    private Row<S> unborn(StoredEvent event) {
        var entity = event.entity();
        return new Row<>(entity.tenant(), entity.id(), 0, type.decider().initial(), event.at(), event.at());
    }

    /** The rows of the entities that have one, unless the page begins with their first event. */
    private Map<Entity, Row<S>> stored(Connection connection, List<StoredEvent> events) throws SQLException {
        var known = events.stream()
                .collect(Collectors.toMap(StoredEvent::entity, StoredEvent::revision, (first, _) -> first));
        known.values().removeIf(revision -> revision == 1);
        var result = new HashMap<Entity, Row<S>>();
        if (!known.isEmpty()) {
            var entities = List.copyOf(known.keySet());
            var tenants = entities.stream().map(e -> e.tenant().value()).toArray(String[]::new);
            var ids = entities.stream().map(e -> e.id().value()).toArray(String[]::new);
            for (var row : Jdbc.query(connection, load, this::row, tenants, ids)) {
                result.put(new Entity(type.name(), row.tenant(), row.id()), row);
            }
        }
        return result;
    }

    private Row<S> row(ResultSet row) throws SQLException {
        return new Row<>(
                new TenantId(row.getString(1)),
                new EntityId(row.getString(2)),
                row.getLong(3),
                Json.read(row.getString(4), type.state()),
                instant(row, 5),
                instant(row, 6));
    }

    /** Each value by itself: inside a map a member of a sealed interface would not tell which it is. */
    private ObjectNode columns(Row<S> row) {
        var columns = MAPPER.createObjectNode();
        columns.put("tenant", row.tenant().value());
        columns.put("id", row.id().value());
        columns.put("revision", row.revision());
        columns.set("state", MAPPER.valueToTree(row.state()));
        columns.set("created_at", MAPPER.valueToTree(row.createdAt()));
        columns.set("updated_at", MAPPER.valueToTree(row.updatedAt()));
        view.columns().forEach((name, column) -> columns.set(name, MAPPER.valueToTree(column.of(row))));
        return columns;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
