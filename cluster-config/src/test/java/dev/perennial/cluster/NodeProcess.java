package dev.perennial.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Drives a {@link NodeMain} in a process of its own. */
final class NodeProcess implements AutoCloseable {

    private static final HttpClient http = HttpClient.newHttpClient();

    private final int managementPort;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final List<String> logged = new CopyOnWriteArrayList<>();

    private NodeProcess(int managementPort, Process process) {
        this.managementPort = managementPort;
        this.process = process;
        this.out = process.inputReader();
        this.in = process.outputWriter();
    }

    static NodeProcess start(int port, int managementPort, String joining) {
        return start(port, managementPort, Map.of(), joining);
    }

    static NodeProcess start(int port, int managementPort, Map<String, String> environment, String... joining) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx200m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "perennial.cluster.port=" + port,
                "perennial.cluster.management-port=" + managementPort));
        command.addAll(List.of(joining));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new NodeProcess(managementPort, builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The ports of the members that this node sees up. */
    String members() {
        return ask("members");
    }

    /** The port of the member that coordinates the shards. */
    int oldest() {
        return Integer.parseInt(ask("oldest"));
    }

    /** How many of {@link NodeMain#ENTITIES} answer this node. */
    long answers() {
        return Long.parseLong(ask("answers"));
    }

    /** Whether the text was in its log by now. */
    boolean hasLogged(String text) {
        members();
        return logged.stream().anyMatch(line -> line.contains(text));
    }

    boolean ready() {
        return get("/health/ready") == 200;
    }

    /** The status of a GET on the management port; 0 when nobody answers. */
    int get(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path));
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Tells it to leave, and answers whether it ended within ten seconds. */
    boolean leaves() throws InterruptedException {
        send("leave");
        return process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kill();
    }

    private synchronized String ask(String command) {
        send(command);
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("> ")) {
                    return line.substring(2);
                }
                System.out.println(process.pid() + " " + line);
                logged.add(line);
            }
            throw new IllegalStateException("The node has ended");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void send(String command) {
        try {
            in.write(command + "\n");
            in.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
