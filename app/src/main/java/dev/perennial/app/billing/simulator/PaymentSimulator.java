package dev.perennial.app.billing.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.app.billing.payment.CallbackSignature;
import dev.perennial.app.billing.simulator.Ledger.Entry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's process. It serves {@code /charges} and {@code /refunds} as a provider does, {@code GET /ledger} for all that
 * was ever done, and {@code PUT /control} for how the next requests are to be treated ({@link Behaviour}).
 *
 * <p>Arguments: the port of 127.0.0.1 and the ledger's file. The environment has the secret that callbacks are signed with. It
 * ends when its standard input does: with the process that started it, however that ended.
 */
public final class PaymentSimulator {

    static final String SECRET = "PAYMENT_SIMULATOR_SECRET";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TOO_LONG = Duration.ofSeconds(65);
    private static final Duration LATER = Duration.ofMillis(500);
    private static final String SUCCEEDED = "succeeded";
    private static final String PENDING = "pending";

    private final Ledger ledger;
    private final CallbackSignature signature;
    private final Control control = new Control();
    private final HttpClient http = HttpClient.newHttpClient();

    private PaymentSimulator(Ledger ledger, String secret) {
        this.ledger = ledger;
        this.signature = new CallbackSignature(secret);
    }

    public static void main(String[] arguments) throws IOException {
        var port = Integer.parseInt(arguments[0]);
        var secret = Optional.ofNullable(System.getenv(SECRET)).orElse("");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var ledger = new Ledger(Path.of(arguments[1]))) {
            var server = new PaymentSimulator(ledger, secret).serve(port, threads);
            System.out.println("Payments are simulated at http://127.0.0.1:"
                    + server.getAddress().getPort());
            while (System.in.read() >= 0) {
                // Nothing is ever said to it.
            }
            // Whoever is held must not keep it.
            Runtime.getRuntime().halt(0);
        }
    }

    private HttpServer serve(int port, ExecutorService threads) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(threads);
        server.createContext("/charges", exchange -> answer(exchange, this::charges));
        server.createContext("/refunds", exchange -> answer(exchange, this::refund));
        server.createContext("/ledger", exchange -> answer(exchange, _ -> new Answer(200, ledger.entries())));
        server.createContext("/control", exchange -> answer(exchange, this::control));
        server.start();
        return server;
    }

    /** @param body none for a connection that is cut without an answer */
    private record Answer(int status, @Nullable Object body) {}

    @FunctionalInterface
    private interface Operation {
        Answer of(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static void answer(HttpExchange exchange, Operation operation) throws IOException {
        try (exchange) {
            var answer = operation.of(exchange);
            var body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer charges(HttpExchange exchange) throws IOException, InterruptedException {
        return exchange.getRequestMethod().equals("GET") ? find(exchange) : charge(exchange);
    }

    private Answer find(HttpExchange exchange) throws IOException, InterruptedException {
        if (control.next("find").orElse(Behaviour.SUCCEED) == Behaviour.FAIL_BEFORE) {
            return new Answer(500, Map.of());
        }
        var query = exchange.getRequestURI().getRawQuery();
        var key = URLDecoder.decode(query.substring("key=".length()), UTF_8);
        return ledger.find(key).map(PaymentSimulator::shown).orElseGet(() -> new Answer(404, Map.of()));
    }

    private Answer charge(HttpExchange exchange) throws IOException, InterruptedException {
        var body = JSON.readTree(exchange.getRequestBody());
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        var amount = body.path("amount").asLong();
        var entry = new Entry(
                "charge",
                key,
                "ch_" + UUID.randomUUID(),
                "",
                amount,
                body.path("currency").asText(),
                SUCCEEDED);
        var known = ledger.find(key);
        var behaviour = control.next("charge")
                .or(() -> known.isPresent() ? Optional.of(Behaviour.SUCCEED) : Behaviour.of(amount))
                .orElse(Behaviour.SUCCEED);
        return behave(behaviour, entry, body);
    }

    private Answer refund(HttpExchange exchange) throws IOException, InterruptedException {
        var body = JSON.readTree(exchange.getRequestBody());
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        var charge = body.path("charge").asText();
        var amount = body.path("amount").asLong();
        if (ledger.find(key).isEmpty() && ledger.kept(charge) < amount) {
            return new Answer(404, Map.of("reason", "there is no such charge to give so much back of"));
        }
        var entry = new Entry(
                "refund",
                key,
                "re_" + UUID.randomUUID(),
                charge,
                amount,
                body.path("currency").asText(),
                SUCCEEDED);
        return behave(control.next("refund").orElse(Behaviour.SUCCEED), entry, body);
    }

    private Answer behave(Behaviour behaviour, Entry entry, JsonNode request) throws IOException, InterruptedException {
        return switch (behaviour) {
            case SUCCEED -> shown(ledger.book(entry));
            case DECLINE -> shown(ledger.book(entry.with("declined")));
            case FAIL_BEFORE -> new Answer(500, Map.of());
            case FAIL_AFTER -> {
                ledger.book(entry);
                yield new Answer(500, Map.of());
            }
            case SLOW -> {
                var booked = ledger.book(entry);
                Thread.sleep(TOO_LONG);
                yield shown(booked);
            }
            case LATE -> {
                var booked = ledger.book(entry.with(PENDING));
                Thread.startVirtualThread(
                        () -> decide(entry, request.path("callback").asText()));
                yield shown(booked);
            }
            case HOLD_BEFORE -> {
                control.hold();
                yield shown(ledger.book(entry));
            }
            case HOLD_AFTER -> {
                var booked = ledger.book(entry);
                control.hold();
                yield shown(booked);
            }
        };
    }

    private void decide(Entry entry, String callback) {
        try {
            Thread.sleep(LATER);
            var booked = ledger.book(entry);
            if (!callback.isEmpty()) {
                tell(booked, URI.create(callback));
            }
        } catch (IOException | InterruptedException | IllegalArgumentException lost) {
            // A provider's callbacks get lost at times; whoever asks again is told.
            System.err.println("no callback: " + lost);
        }
    }

    private void tell(Entry entry, URI callback) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("type", "charge")
                .put("key", entry.key())
                .put("id", entry.id())
                .put("status", entry.status())
                .toString();
        var request = HttpRequest.newBuilder(callback)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Webhook-Signature", signature.sign(body.getBytes(UTF_8), Instant.now()))
                .POST(BodyPublishers.ofString(body))
                .build();
        // Twice, as providers do at times.
        for (var time = 0; time < 2; time++) {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            System.out.println("callback for " + entry.key() + " answered " + status);
        }
    }

    private Answer control(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                control.add(JSON.readValue(exchange.getRequestBody(), Control.Order.class));
                yield new Answer(200, Map.of());
            }
            case "DELETE" -> {
                control.release();
                yield new Answer(200, Map.of());
            }
            default -> new Answer(200, Map.of("held", control.held()));
        };
    }

    private static Answer shown(Entry entry) {
        return switch (entry.status()) {
            case SUCCEEDED -> new Answer(201, entry);
            case PENDING -> new Answer(202, entry);
            default -> new Answer(402, Map.of("id", entry.id(), "reason", "insufficient funds"));
        };
    }
}
