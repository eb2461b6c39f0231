package dev.perennial.persistence.projection;

import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Creates a module's tables in a schema and sees to it that nobody can read another tenant's rows in them. */
final class ViewSchemas {

    private ViewSchemas() {}

    /** Creates the schema. Runs in the caller's transaction. */
    static void create(Connection connection, ViewModule module, String schema) throws SQLException {
        Jdbc.update(connection, "create schema " + schema);
        Jdbc.update(connection, "set local search_path to " + schema);
        try (var statement = connection.createStatement()) {
            statement.execute(module.definition());
        }
        Jdbc.update(connection, "reset search_path");
        Jdbc.update(
                connection,
                "grant usage on schema %s to %s, %s"
                        .formatted(schema, Role.PROJECTION.sqlName(), Role.QUERY.sqlName()));
        for (var table : tables(connection, schema)) {
            protect(connection, schema + "." + table, columns(connection, schema, table));
        }
        for (var view : module.views()) {
            requireFit(
                    module, view.table(), () -> StateViewWriter.of(view, schema).writeNothing(connection));
        }
        for (var view : module.eventViews()) {
            requireFit(module, view.table(), () -> view.writeNothing(connection, schema));
        }
    }

    static void dropIfExists(Connection connection, String schema) throws SQLException {
        Jdbc.update(connection, "drop schema if exists %s cascade".formatted(schema));
    }

    /** Projections write everything; queries see the tenant they were opened for, and never the whole state. */
    private static void protect(Connection connection, String table, List<String> columns) throws SQLException {
        if (!columns.contains("tenant")) {
            throw new IllegalStateException(table + " has no column tenant, so rows could not be kept apart");
        }
        var visible = columns.stream().filter(column -> !column.equals("state")).toList();
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    alter table %1$s enable row level security;
                    create policy projection_all on %1$s to %2$s using (true) with check (true);
                    create policy query_tenant on %1$s for select to %3$s
                        using (tenant = current_setting('perennial.tenant', true));
                    grant select, insert, update, delete on %1$s to %2$s;
                    grant select (%4$s) on %1$s to %3$s;
                    """.formatted(table, Role.PROJECTION.sqlName(), Role.QUERY.sqlName(), String.join(", ", visible)));
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws SQLException;
    }

    /** PostgreSQL itself says what a table lacks: a column, or the key that rows are recognised by. */
    private static void requireFit(ViewModule module, String table, Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "table %s in views/%s.sql is not as its view needs it: %s"
                            .formatted(table, module.name(), e.getMessage()),
                    e);
        }
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        return Jdbc.query(
                connection,
                "select tablename from pg_tables where schemaname = ? order by 1",
                row -> row.getString(1),
                schema);
    }

    private static List<String> columns(Connection connection, String schema, String table) throws SQLException {
        return Jdbc.query(
                connection,
                "select column_name from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position",
                row -> row.getString(1),
                schema,
                table);
    }
}
