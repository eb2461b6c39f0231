package dev.perennial.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as a user starts it: {@code ./perennial run}, with a data folder and ports of its own. */
final class Server implements AutoCloseable {

    private static final Pattern OPERATOR_KEY = Pattern.compile("pn_op\\.\\S+");
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final int metricsPort;
    private final Path output;

    private Server(Process process, int port, int metricsPort, Path output) {
        this.process = process;
        this.port = port;
        this.metricsPort = metricsPort;
        this.output = output;
    }

    /**
     * Answers at once; the server is not up yet.
     *
     * @param settings in the environment, beyond the folder and the ports
     */
    static Server exec(Path data, Map<String, String> settings) throws IOException {
        int port = freePort();
        int metricsPort = freePort();
        var output = data.resolve("bench-server.log");
        var builder = new ProcessBuilder("./perennial", "run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // An own database of the user's is not for the bench, and CPU could not be counted there.
        builder.environment().remove("PERENNIAL_DATABASE_URL");
        builder.environment()
                .putAll(Map.of(
                        "PERENNIAL_DATA", data.toString(),
                        "PERENNIAL_HTTP_PORT", Integer.toString(port),
                        "PERENNIAL_CLUSTER_PORT", Integer.toString(freePort()),
                        "PERENNIAL_MANAGEMENT_PORT", Integer.toString(freePort()),
                        "PERENNIAL_MANAGEMENT_API_PORT", Integer.toString(freePort()),
                        "PERENNIAL_METRICS_PORT", Integer.toString(metricsPort)));
        builder.environment().putAll(settings);
        return new Server(builder.start(), port, metricsPort, output);
    }

    int port() {
        return port;
    }

    /** Where Prometheus would ask. */
    int metricsPort() {
        return metricsPort;
    }

    /** The script replaces itself by the program, so its process is the server's. */
    long pid() {
        return process.pid();
    }

    /** The key that is printed at the first start, once it is there. */
    Optional<String> operatorKey() throws IOException {
        Matcher found = OPERATOR_KEY.matcher(Files.readString(output));
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the server has ended:\n" + Files.readString(output));
        }
    }

    /** As an operator stops it; its embedded PostgreSQL stops as well unless it is used by others. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server has not stopped within " + STOPS_WITHIN);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
