package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;

/** The payment simulator as a process of its own, told by the test what to do; its callbacks pass through here to a node. */
final class Simulator implements AutoCloseable {

    private static final String SECRET = "known to both";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port = Ports.free();
    private final Process process;
    private final HttpServer relay;
    private final List<Integer> callbacks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Cluster> called = new CompletableFuture<>();

    Simulator(Path ledger) {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        "target/perennial.jar:target/lib/*",
                        "dev.perennial.app.billing.simulator.PaymentSimulator",
                        Integer.toString(port),
                        ledger.toString())
                .redirectErrorStream(true);
        builder.environment().put("PAYMENT_SIMULATOR_SECRET", SECRET);
        try {
            Files.createDirectories(Path.of("target", "nodes"));
            process = builder.redirectOutput(
                            Path.of("target", "nodes", "payment-simulator.log").toFile())
                    .start();
            relay = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        relay.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        relay.createContext("/", exchange -> {
            try (exchange) {
                var request = HttpRequest.newBuilder(
                                called.join().nodes().getFirst().address().resolve("/v1/payment-callbacks"))
                        .header("Content-Type", "application/json")
                        .header(
                                "Webhook-Signature",
                                exchange.getRequestHeaders().getFirst("Webhook-Signature"))
                        .POST(BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()))
                        .build();
                callbacks.add(send(request).statusCode());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        relay.start();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> ledger().isEmpty());
    }

    /** What a node has to know of it. */
    Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "perennial.billing.provider.url",
                "http://127.0.0.1:" + port,
                "perennial.billing.provider.webhook-secret",
                SECRET,
                "perennial.billing.provider.callback-url",
                "http://127.0.0.1:" + relay.getAddress().getPort() + "/",
                "perennial.billing.provider.timeout",
                "1s",
                "perennial.billing.provider.pause",
                "1s"));
    }

    /** To which its callbacks go. */
    void calls(Cluster cluster) {
        called.complete(cluster);
    }

    /** How the node answered its callbacks. */
    List<Integer> callbacks() {
        return List.copyOf(callbacks);
    }

    /** The next request of the operation meets this. */
    void next(String operation, String behaviour) {
        control("PUT", """
                {"operation": "%s", "behaviour": "%s", "times": 1}""".formatted(operation, behaviour));
    }

    void awaitHeld(int number) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        json(request("/control").GET().build()).path("held").asInt() == number);
    }

    /** Those that are held go on. */
    void release() {
        control("DELETE", "");
    }

    /** All that was ever done. */
    List<JsonNode> ledger() {
        return StreamSupport.stream(json(request("/ledger").GET().build()).spliterator(), false)
                .toList();
    }

    /** How often a tenant was charged with success. */
    long charges(String tenant) {
        return of(tenant, "charge").size();
    }

    /** What it has kept of a tenant's money. */
    long kept(String tenant) {
        return sum(of(tenant, "charge")) - sum(of(tenant, "refund"));
    }

    private List<JsonNode> of(String tenant, String type) {
        return ledger().stream()
                .filter(entry -> entry.path("type").asText().equals(type)
                        && entry.path("status").asText().equals("succeeded")
                        && entry.path("key").asText().startsWith(tenant + ":"))
                .toList();
    }

    private static long sum(List<JsonNode> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.path("amount").asLong())
                .sum();
    }

    private void control(String method, String body) {
        json(request("/control").method(method, BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static JsonNode json(HttpRequest request) {
        return Records.json(send(request).body());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        relay.stop(0);
        process.destroyForcibly().onExit().join();
    }
}
