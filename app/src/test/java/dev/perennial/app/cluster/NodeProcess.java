package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The product in a JVM of its own, on free ports of this machine, with its log in a file. */
final class NodeProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(60);

    private final Machine machine;
    private final int httpPort = Ports.free();
    private final int managementPort;
    private final int managementApiPort = Ports.free();
    private final int clusterPort = Ports.free();
    private final Path log;
    private final ProcessBuilder builder;
    private volatile Process process;

    /** @param settings on top of those that every node has; as system properties, which override the files */
    NodeProcess(
            String name, Machine machine, Path data, String jdbcUrl, String masterKey, Map<String, String> settings) {
        this.machine = machine;
        this.managementPort = machine.managementPort().orElseGet(Ports::free);
        this.log = Path.of("target", "nodes", name + ".log");
        var command = new ArrayList<>(machine.enter());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-Xmx320m",
                // Half the time to start on a busy machine; these tests compare nothing with other machines.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                // As packaged and as ./perennial runs it.
                "target/perennial.jar:target/lib/*"));
        settings.forEach((path, value) -> command.add("-D" + path + "=" + value));
        command.add("dev.perennial.app.Main");
        this.builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PERENNIAL_NODE", name,
                        "PERENNIAL_DATA", data.toString(),
                        "PERENNIAL_DATABASE_URL", jdbcUrl.replace("127.0.0.1", machine.database()),
                        "PERENNIAL_MASTER_KEY", masterKey,
                        "PERENNIAL_HTTP_HOST", machine.address(),
                        "PERENNIAL_HTTP_PORT", Integer.toString(httpPort),
                        "PERENNIAL_CLUSTER_HOST", machine.address(),
                        "PERENNIAL_CLUSTER_PORT", Integer.toString(clusterPort),
                        "PERENNIAL_MANAGEMENT_PORT", Integer.toString(managementPort),
                        "PERENNIAL_MANAGEMENT_API_PORT", Integer.toString(managementApiPort)));
        builder.environment().put("PERENNIAL_METRICS_PORT", "0");
        builder.environment().putAll(machine.environment());
        try {
            Files.createDirectories(log.getParent());
            builder.redirectOutput(log.toFile());
            this.process = builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Another process with the same name and addresses, when this one has ended. */
    void startAgain() {
        try {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            process = builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How the others of its cluster call it. */
    String node() {
        return machine.address() + ":" + clusterPort;
    }

    Machine machine() {
        return machine;
    }

    URI address() {
        return at(httpPort, "");
    }

    URI managementAddress() {
        return at(managementApiPort, "");
    }

    private URI at(int port, String path) {
        return URI.create("http://" + machine.address() + ":" + port + path);
    }

    /** What {@code /health/ready} says; false also when nobody answers. */
    boolean ready() {
        var request = HttpRequest.newBuilder(at(managementPort, "/health/ready"))
                .timeout(PROBE)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException nobody) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    NodeProcess awaitReady() {
        await().atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the node has ended:\n" + log());
            }
            return ready();
        });
        return this;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Of the system, as the JDK's own tool counts them. */
    int threads() throws IOException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "Thread.print")
                .start();
        try (var lines = jcmd.inputReader()) {
            return (int) lines.lines().filter(line -> line.contains(" nid=")).count();
        }
    }

    /** {@code kill -9}: the system ends it between two instructions. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGSTOP: it does nothing and does not know, while its connections stay. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("not signalled: " + this);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Completes when its process ends. */
    CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(_ -> {});
    }

    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return log.getFileName().toString().replace(".log", "");
    }
}
