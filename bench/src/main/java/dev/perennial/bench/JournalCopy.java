package dev.perennial.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An empty table of the journal's very form in a schema of its own, to measure PostgreSQL alone with. */
final class JournalCopy {

    static final String TABLE = "bench.event_journal";

    private JournalCopy() {}

    /** Columns, defaults, generated columns and indexes are taken from the journal as it is, so they cannot differ. */
    static void create(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create schema bench;
                    create table bench.event_journal (like journal.event_journal including all);
                    create sequence bench.ordering owned by bench.event_journal.ordering;
                    alter table bench.event_journal alter column ordering set default nextval('bench.ordering');
                    """);
            requireFsync(statement);
        }
    }

    private static void requireFsync(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show fsync")) {
            if (!row.next() || !row.getString(1).equals("on")) {
                throw new IllegalStateException("PostgreSQL runs with fsync off; its figures would mean nothing");
            }
        }
    }
}
