package dev.perennial.app;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node that starts on an empty folder, answers some typical requests and stops. The JVM records which classes that
 * takes, and later starts of the program find them loaded and linked (an AOT cache); half of a start is just that.
 */
final class Training {

    private static final int ROUNDS = 20;
    private static final int AT_MOST_SECONDS = 120;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String operatorKey;

    private Training(URI api, String operatorKey) {
        this.api = api;
        this.operatorKey = operatorKey;
    }

    /** Arguments: an empty folder, and the address of an empty database if it is not to start one. */
    public static void main(String[] arguments) throws Exception {
        CompletableFuture.delayedExecutor(AT_MOST_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        // The address of an own database in the environment is not meant for this.
        var overrides = ConfigFactory.parseMap(Map.of(
                "perennial.data",
                arguments[0],
                "perennial.database-url",
                arguments.length > 1 ? arguments[1] : "",
                "perennial.http.host",
                "127.0.0.1",
                "perennial.http.port",
                0,
                "perennial.cluster.host",
                "127.0.0.1",
                "perennial.cluster.port",
                0,
                "perennial.cluster.management-port",
                0,
                "perennial.management.port",
                0,
                "perennial.telemetry.port",
                0,
                "perennial.cluster.discovery",
                "folder"));
        try (var node = Node.start(overrides, Main.MODULES)) {
            new Training(node.address().orElseThrow(), node.firstOperatorKey().orElseThrow()).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        get("/openapi.yaml");
        get("/docs");
        post("/v1/tenants", "{\"id\": \"training\", \"name\": \"Training\"}");
        for (int round = 0; round < ROUNDS; round++) {
            post(
                    "/v1/tenants/training/users",
                    "{\"email\": \"user%d@training.example\", \"role\": \"member\"}".formatted(round));
            get("/v1/tenants/training");
            get("/v1/tenants/training/users");
            get("/v1/tenants/training/history");
        }
    }

    private void get(String path) throws IOException, InterruptedException {
        send(request(path).GET());
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + operatorKey);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
    }
}
