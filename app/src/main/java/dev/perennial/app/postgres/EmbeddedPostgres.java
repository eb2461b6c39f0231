package dev.perennial.app.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable PostgreSQL server of this machine, shared by all nodes that use the same data folder.
 *
 * <p>The first node starts it, later ones use it as it runs, also after the node that started it was killed. The last
 * node to close stops it. Data, port and password stay in the folder.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final ServerFolder folder;
    private final ServerUse use;
    private final int port;
    private final CompletableFuture<Void> ready;

    private EmbeddedPostgres(ServerFolder folder, ServerUse use, int port, boolean runs) {
        this.folder = folder;
        this.use = use;
        this.port = port;
        this.ready = CompletableFuture.runAsync(() -> makeReady(runs), Thread::startVirtualThread);
    }

    /** As {@link #begin}, but returns when the server accepts connections. */
    public static EmbeddedPostgres start(Path dataFolder) {
        var postgres = begin(dataFolder);
        try {
            return postgres.awaitReady();
        } catch (IllegalStateException failed) {
            postgres.close();
            throw failed;
        }
    }

    /**
     * Starts or adopts the server of the folder. Returns as soon as its address is known, so that what needs no more can
     * go on; {@link #awaitReady} tells when it accepts connections. A first start takes some seconds (it unpacks the
     * server and makes its files), later ones well below one.
     *
     * @throws IllegalStateException when the folder cannot be used
     */
    public static EmbeddedPostgres begin(Path dataFolder) {
        try {
            var folder = ServerFolder.in(dataFolder);
            var use = ServerUse.enter(folder.useFile());
            Optional<Postmaster> running = Postmaster.read(folder.cluster());
            if (running.isPresent()) {
                log.info(
                        "Using the PostgreSQL that already runs on port {}",
                        running.get().port());
                folder.rememberPort(running.get().port());
            } else {
                folder.setAsideWhenIncomplete();
                folder.choosePort();
            }
            return new EmbeddedPostgres(folder, use, folder.port(), running.isPresent());
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "The folder %s cannot be used: %s".formatted(dataFolder, failed.getMessage()), failed);
        }
    }

    /**
     * Waits until the server accepts connections.
     *
     * @throws IllegalStateException when it does not start, or would not keep what it acknowledged
     */
    public EmbeddedPostgres awaitReady() {
        try {
            ready.join();
            return this;
        } catch (CompletionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw new IllegalStateException(
                    "The embedded PostgreSQL does not start: %s. Its log is in %s."
                            .formatted(cause.getMessage(), folder.logs()),
                    cause);
        }
    }

    private void makeReady(boolean runs) {
        try {
            if (!runs) {
                boot();
            }
            createDatabase();
            requireDurable();
            use.started();
        } catch (IOException failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    /** JDBC URL of the program's own database, with user and password. */
    public String jdbcUrl() {
        return folder.jdbcUrl(port, ServerFolder.OWNER, ServerFolder.DATABASE);
    }

    /** The address of the server; it listens on the loopback interface only. */
    public int port() {
        return port;
    }

    /** Gives the server up; stops it when no other node uses it. */
    @Override
    public void close() {
        ready.exceptionally(failed -> null).join();
        use.leave(() -> Postmaster.read(folder.cluster()).ifPresent(running -> running.stop(STOP_WAIT)));
    }

    /** Its process outlives this object: {@link Postmaster} stops it, whichever node started it. */
    @SuppressWarnings("resource")
    private void boot() throws IOException {
        var builder = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.binaries().toFile())
                .setDataDirectory(folder.cluster())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setConnectConfig("password", folder.password())
                .setLocaleConfig("pwfile", folder.passwordFile().toString())
                .setLocaleConfig("locale", "C.UTF-8")
                .setDataDirectoryCustomizer(cluster -> folder.secure())
                .setOutputRedirector(
                        ProcessBuilder.Redirect.appendTo(folder.startLog().toFile()))
                .setErrorRedirector(
                        ProcessBuilder.Redirect.appendTo(folder.startLog().toFile()));
        ServerSettings.of(folder.logs()).forEach(builder::setServerConfig);
        try {
            builder.start();
            // The library's own lock lasts as long as this process, though another one may have to start the server
            // again before it ends; ServerUse does its work.
            Files.deleteIfExists(folder.cluster().resolve("epg-lock"));
        } catch (IllegalStateException failed) {
            throw new IOException(
                    "root".equals(System.getProperty("user.name"))
                            ? "PostgreSQL refuses to run as root, and 'unshare -U' is not possible here. "
                                    + "Run as another user, or set PERENNIAL_DATABASE_URL"
                            : failed.getMessage(),
                    failed);
        }
    }

    /** The program's role is no superuser, as it would not be on an own PostgreSQL either. */
    private void createDatabase() throws IOException {
        String url = folder.jdbcUrl(port, ServerFolder.SUPERUSER, "postgres");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (exists(statement, "select from pg_database where datname = '%s'".formatted(ServerFolder.DATABASE))) {
                return;
            }
            if (!exists(statement, "select from pg_roles where rolname = '%s'".formatted(ServerFolder.OWNER))) {
                statement.execute("create role %s login createrole password '%s'"
                        .formatted(ServerFolder.OWNER, folder.password()));
                // What the owner creates (the roles of the pools) it may also become.
                statement.execute(
                        "alter role %s set createrole_self_grant = 'set, inherit'".formatted(ServerFolder.OWNER));
            }
            statement.execute("create database %s owner %s".formatted(ServerFolder.DATABASE, ServerFolder.OWNER));
        } catch (SQLException failed) {
            throw new IOException("the database could not be created", failed);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private void requireDurable() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    if (!row.next() || !row.getString(1).equals("on")) {
                        throw new IllegalStateException(
                                "The embedded PostgreSQL runs with %s off; acknowledged writes could be lost."
                                        .formatted(setting));
                    }
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("The embedded PostgreSQL does not answer on port " + port, failed);
        }
    }

    /** Whether a server of this folder runs; for operators' questions and tests. */
    static boolean running(Path dataFolder) throws IOException {
        return Files.isDirectory(dataFolder)
                && Postmaster.read(ServerFolder.in(dataFolder).cluster()).isPresent();
    }
}
