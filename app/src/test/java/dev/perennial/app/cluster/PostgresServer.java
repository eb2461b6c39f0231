package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import dev.perennial.app.postgres.EmbeddedPostgres;
import dev.perennial.persistence.sql.Jdbc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL server in processes of its own that a test can stop in its ways and start again on the same data. */
final class PostgresServer implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path folder;
    private EmbeddedPostgres running;
    private boolean stopped;

    PostgresServer(Path folder) {
        this.folder = folder;
        choosePort();
        this.running = EmbeddedPostgres.start(folder);
    }

    /** Other tests of this machine may start servers at this moment; left to itself it takes the first free port. */
    private void choosePort() {
        try {
            Files.writeString(folder.resolve("postgres.port"), Ports.free() + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** With user and password. The same after each start. */
    String jdbcUrl() {
        return running.jdbcUrl();
    }

    /** Cuts all connections; what was committed is on disk. */
    void stopFast() {
        running.close();
        stopped = true;
    }

    /** As a crash: nothing is written any more, the next start recovers from the log. */
    void stopImmediately() {
        try {
            var server = ProcessHandle.of(Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                            .getFirst()
                            .strip()))
                    .orElseThrow();
            new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start();
            await().atMost(STOP).until(() -> !Files.exists(folder.resolve("postgres/postmaster.pid")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        stopFast();
    }

    /** Does nothing when it runs. */
    void start() {
        if (stopped) {
            running = EmbeddedPostgres.start(folder);
            stopped = false;
        }
    }

    /** Asks as the owner, who sees all tenants. */
    <T> List<T> query(String sql, Jdbc.RowReader<T> reader, Object... parameters) {
        try (var connection = DriverManager.getConnection(jdbcUrl())) {
            return Jdbc.query(connection, sql, reader, parameters);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    void execute(String sql) {
        try (var connection = DriverManager.getConnection(jdbcUrl());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    long number(String sql, Object... parameters) {
        return query(sql, row -> row.getLong(1), parameters).getFirst();
    }

    @Override
    public void close() {
        running.close();
    }
}
