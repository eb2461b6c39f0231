package dev.perennial.persistence.query;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.sql.Jdbc.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of the rows of a view, newest first, by page. The cursor is the last row's key and not a count, so pages neither
 * repeat nor skip rows that were there all the time.
 *
 * @param view schema and table
 * @param columns what to select besides {@code id}, {@code revision} and {@code created_at}
 * @param conditions SQL of our own; values come as parameters
 */
public record ListQuery<T>(
        String view, String columns, RowReader<T> reader, List<String> conditions, List<Object> parameters) {

    /** Sorts after every other character, in PostgreSQL's byte order too. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private record Keyed<T>(T item, Cursor cursor) {}

    public ListQuery {
        conditions = List.copyOf(conditions);
        parameters = List.copyOf(parameters);
    }

    public static <T> ListQuery<T> of(String view, String columns, RowReader<T> reader) {
        return new ListQuery<>(view, columns, reader, List.of(), List.of());
    }

    /** Only rows for which the condition holds. */
    public ListQuery<T> where(String condition, Object... values) {
        var moreConditions = new ArrayList<>(conditions);
        moreConditions.add(condition);
        var moreParameters = new ArrayList<>(parameters);
        moreParameters.addAll(List.of(values));
        return new ListQuery<>(view, columns, reader, moreConditions, moreParameters);
    }

    /** The same condition if there is a value for it. */
    public ListQuery<T> whereIfPresent(String condition, Optional<?> value) {
        return value.map(present -> where(condition, present)).orElse(this);
    }

    /** Only texts that begin so: a range, which an index in byte order serves also under row-level security. */
    public ListQuery<T> wherePrefix(String column, Optional<String> prefix) {
        return prefix.filter(present -> !present.isEmpty())
                .map(present -> where("%1$s >= ? and %1$s < ?".formatted(column), present, present + LAST_CHARACTER))
                .orElse(this);
    }

    /** The tenant's rows after the cursor. */
    public Page<T> page(TenantQueries queries, TenantId tenant, Optional<Cursor> after, int limit) {
        var query = where("tenant = ?", tenant.value()).after(after);
        return query.cut(queries.of(tenant, query.sql(limit), query::keyed, query.parameters.toArray()), limit);
    }

    /** The rows of all tenants after the cursor. */
    public Page<T> pageForOperator(TenantQueries queries, Optional<Cursor> after, int limit) {
        var query = after(after);
        return query.cut(queries.forOperator(query.sql(limit), query::keyed, query.parameters.toArray()), limit);
    }

    private ListQuery<T> after(Optional<Cursor> cursor) {
        return cursor.map(at -> where(
                        "(created_at, id) < (to_timestamp(? / 1000.0), ?)",
                        at.createdAt().toEpochMilli(),
                        at.id().value()))
                .orElse(this);
    }

    /** One more than wanted, to know whether there is a next page. */
    private String sql(int limit) {
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 1 to " + Page.MAX_LIMIT + " rows");
        }
        var where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return "select id, revision, created_at, %s from %s %s order by created_at desc, id desc limit %d"
                .formatted(columns, view, where, limit + 1);
    }

    private Page<T> cut(List<Keyed<T>> rows, int limit) {
        var items = rows.stream().limit(limit).map(Keyed::item).toList();
        var next = rows.size() > limit ? Optional.of(rows.get(limit - 1).cursor()) : Optional.<Cursor>empty();
        return new Page<>(items, next);
    }

    private Keyed<T> keyed(ResultSet row) throws SQLException {
        var createdAt = instant(row, "created_at");
        return new Keyed<>(reader.read(row), new Cursor(createdAt, new EntityId(row.getString("id"))));
    }

    /** A column of type {@code timestamptz} that is not null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
