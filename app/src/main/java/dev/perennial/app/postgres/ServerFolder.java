package dev.perennial.app.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the embedded server inside the data folder. */
record ServerFolder(Path root, String password) {

    static final String SUPERUSER = "postgres";
    static final String OWNER = "perennial";
    static final String DATABASE = "perennial";

    private static final Logger log = LoggerFactory.getLogger(ServerFolder.class);
    private static final int FIRST_PORT = 15432;
    private static final int PORTS = 100;
    private static final int PASSWORD_BYTES = 24;
    private static final String COMPLETE = "perennial.complete";

    static ServerFolder in(Path dataFolder) throws IOException {
        Path root = dataFolder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        Files.createDirectories(logsIn(root));
        return new ServerFolder(root, readOrCreatePassword(root.resolve("postgres.password")));
    }

    static Path logsIn(Path dataFolder) {
        return dataFolder.toAbsolutePath().normalize().resolve("logs");
    }

    Path cluster() {
        return root.resolve("postgres");
    }

    Path binaries() {
        return root.resolve("postgres-binaries");
    }

    Path logs() {
        return logsIn(root);
    }

    Path startLog() {
        return logs().resolve("postgresql-start.log");
    }

    Path passwordFile() {
        return root.resolve("postgres.password");
    }

    Path useFile() {
        return root.resolve("postgres.lock");
    }

    String jdbcUrl(int port, String user, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s".formatted(port, database, user, password);
    }

    int port() throws IOException {
        return Integer.parseInt(Files.readString(portFile()).strip());
    }

    void rememberPort(int port) throws IOException {
        Files.writeString(portFile(), port + "\n");
    }

    /** Keeps the port of earlier runs, so that a tool's saved connection still works, unless somebody else took it. */
    void choosePort() throws IOException {
        if (Files.exists(portFile()) && free(port())) {
            return;
        }
        // From anywhere in the range: a first start takes seconds, in which another one would choose the same port.
        int begin = ThreadLocalRandom.current().nextInt(PORTS);
        for (int i = 0; i < PORTS; i++) {
            int candidate = FIRST_PORT + (begin + i) % PORTS;
            if (free(candidate)) {
                rememberPort(candidate);
                return;
            }
        }
        throw new IOException("no port from %d to %d is free".formatted(FIRST_PORT, FIRST_PORT + PORTS - 1));
    }

    /** A first start that was killed half-way leaves a folder that can never be started; it holds no data yet. */
    void setAsideWhenIncomplete() throws IOException {
        if (Files.exists(cluster()) && !Files.exists(cluster().resolve(COMPLETE))) {
            Path aside = root.resolve("postgres.incomplete-" + Instant.now().toEpochMilli());
            Files.move(cluster(), aside);
            log.warn("The first start of PostgreSQL had not finished; its remains are in {}", aside);
        }
    }

    /** Runs after the cluster was made and before it starts: from then on nobody connects without the password. */
    void secure() {
        try {
            Files.writeString(cluster().resolve("pg_hba.conf"), """
                    # TYPE DATABASE USER ADDRESS      METHOD
                    host   all      all  127.0.0.1/32 scram-sha-256
                    """);
            Files.writeString(cluster().resolve(COMPLETE), "");
        } catch (IOException failed) {
            throw new UncheckedIOException("The embedded PostgreSQL could not be secured", failed);
        }
    }

    private Path portFile() {
        return root.resolve("postgres.port");
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static String readOrCreatePassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            var secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path written = Files.createTempFile(file.getParent(), "postgres.password", ".new", ownerOnly);
            Files.writeString(written, HexFormat.of().formatHex(secret));
            Files.move(written, file);
        }
        return Files.readString(file).strip();
    }
}
