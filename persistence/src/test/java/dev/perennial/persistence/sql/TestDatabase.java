package dev.perennial.persistence.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A fresh, migrated database on a real PostgreSQL server that all tests of this JVM share.
 *
 * <pre>{@code
 * private static final TestDatabase DATABASE = TestDatabase.fresh();
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {

    private static final String TEMPLATE = "perennial_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final DatabaseSettings settings;
    private final Database database;

    private TestDatabase(DatabaseSettings settings) {
        this.settings = settings;
        this.database = Database.open(settings);
    }

    /** A new database with all migrations applied. */
    public static TestDatabase fresh() {
        return copyOf(Server.RUNNING.template);
    }

    /** A new database without anything in it. */
    public static TestDatabase empty() {
        return copyOf("template0");
    }

    private static TestDatabase copyOf(String template) {
        var name = "t" + COUNTER.incrementAndGet();
        Server.RUNNING.run("create database %s template %s".formatted(name, template));
        return new TestDatabase(Server.RUNNING.settings(name));
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public Database database() {
        return database;
    }

    /** Connections of the owner, for preparing and looking. */
    public DataSource owner() {
        return database.owner();
    }

    /** Runs statements as the owner. */
    public void execute(String sql) {
        Server.execute(owner(), sql);
    }

    /** Closes the pools. The server, and the database with it, goes when the JVM ends. */
    @Override
    public void close() {
        database.close();
    }

    /** The server. PostgreSQL's own durability is not what slice tests are about, so it need not wait for the disk. */
    private static final class Server {

        private static final Server RUNNING = new Server();

        private final EmbeddedPostgres postgres;
        private final String template;

        Server() {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            run("create database " + TEMPLATE);
            try (var migrated = Database.open(settings(TEMPLATE))) {
                migrated.migrate();
            }
            template = TEMPLATE;
        }

        DatabaseSettings settings(String name) {
            return new DatabaseSettings(
                    postgres.getJdbcUrl("postgres", name),
                    8,
                    4,
                    4,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30));
        }

        void run(String sql) {
            execute(postgres.getPostgresDatabase(), sql);
        }

        static void execute(DataSource source, String sql) {
            try (Connection connection = source.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }
}
