package dev.perennial.persistence.projection;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table with one row for each entity of a type, kept from the entity's state. It always has the columns
 * {@code tenant, id, revision, state, created_at, updated_at} and the primary key {@code (tenant, id)}; those declared here
 * are for filtering, sorting and showing. A row is never removed: what an entity in some state has not, is null.
 *
 * @param type whose entities
 * @param table the table's name, without a schema
 * @param columns each declared column's value, of a form that PostgreSQL reads from JSON into the column's type
 */
public record StateView<S>(EntityType<S, ?, ?, ?> type, String table, Map<String, Column<S>> columns) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]*");

    public StateView {
        requireName(table);
        columns.keySet().forEach(StateView::requireName);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * What a row is made of.
     *
     * @param createdAt when the entity's first event was decided
     * @param updatedAt when its latest was
     */
    public record Row<S>(TenantId tenant, EntityId id, long revision, S state, Instant createdAt, Instant updatedAt) {}

    /** The value of a column in a row. Pure but for opening sealed values. */
    @FunctionalInterface
    public interface Column<S> {
        @Nullable
        Object of(Row<S> row);
    }

    /** A view without columns of its own yet. */
    public static <S> StateView<S> of(EntityType<S, ?, ?, ?> type, String table) {
        return new StateView<>(type, table, Map.of());
    }

    /** The same with one more column. */
    public StateView<S> column(String name, Column<S> value) {
        var more = new LinkedHashMap<>(columns);
        more.put(name, value);
        return new StateView<>(type, table, more);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a table or column: " + name);
        }
    }
}
