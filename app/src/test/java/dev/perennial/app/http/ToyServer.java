package dev.perennial.app.http;

import com.typesafe.config.ConfigFactory;
import dev.perennial.domain.kernel.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The HTTP core on a free port with toy handlers. Its credentials are a role and a tenant: {@code Bearer admin@acme}. */
final class ToyServer implements AutoCloseable {

    record Toy(String name, int size, List<String> tags) {}

    private final ActorSystem<Void> system;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    ToyServer(Map<String, Handler> overrides, int maxInFlight) {
        var config = ConfigFactory.parseString(
                        "pekko { loglevel = OFF, stdout-loglevel = OFF, actor.provider = local }")
                .withFallback(ConfigFactory.defaultReference());
        system = ActorSystem.create(Behaviors.empty(), "toys", config);
        var settings = new HttpSettings(
                "127.0.0.1",
                0,
                64,
                maxInFlight,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ZERO,
                TrustedProxies.of(List.of()),
                true);
        var handlers = new HashMap<>(handlers());
        handlers.putAll(overrides);
        server = HttpServer.start(
                        system,
                        settings,
                        Contract.of(List.of("toy-contract.yaml")),
                        List.of(() -> handlers),
                        ToyServer::authenticate,
                        ToyServer::standing,
                        new Admission(maxInFlight),
                        RequestWatch.NONE)
                .toCompletableFuture()
                .join();
    }

    private static Map<String, Handler> handlers() {
        return Map.of(
                "getToy", call -> done(Reply.read(call, 7, Map.of("id", call.path("toy")))),
                "putToy", call -> done(Reply.json(200, call.body(Toy.class))),
                "deleteToys", _ -> done(Reply.empty(204)),
                "putSecret", _ -> done(Reply.empty(204)),
                "listToys", call -> done(Reply.json(200, Map.of("limit", call.query("limit", 20)))),
                "rebuildToys", _ -> done(Reply.empty(204)),
                "getMe", call -> done(Reply.json(200, call.principal().caller())));
    }

    static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedStage(reply);
    }

    private static CompletionStage<Principal> authenticate(String authorization) {
        String[] parts = authorization.replace("Bearer ", "").split("@", -1);
        return switch (parts[0]) {
            case "operator" -> CompletableFuture.completedStage(new Principal.Operator("op"));
            case "viewer", "member", "admin", "owner" ->
                CompletableFuture.completedStage(
                        new Principal.User(new TenantId(parts[1]), "u_" + parts[0], Role.of(parts[0]), "s_1"));
            case "key" ->
                CompletableFuture.completedStage(
                        new Principal.ApiKey(new TenantId(parts[1]), "k_1", Role.ADMIN, Set.of("toys:read")));
            default -> CompletableFuture.failedStage(Problems.CREDENTIAL_INVALID.exception("not a credential"));
        };
    }

    private static CompletionStage<TenantGate.Standing> standing(TenantId tenant) {
        return CompletableFuture.completedStage(
                switch (tenant.value()) {
                    case "asleep" -> TenantGate.Standing.SUSPENDED;
                    case "gone" -> TenantGate.Standing.CLOSED;
                    default -> TenantGate.Standing.OPEN;
                });
    }

    HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
        return sendAsync(method, path, body, headers).join();
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are and answers all that comes back until the server closes. */
    String raw(byte[] request) {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(8_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        client.close();
        server.stop(Duration.ofSeconds(1));
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
