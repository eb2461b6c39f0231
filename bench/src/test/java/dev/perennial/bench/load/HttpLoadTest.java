package dev.perennial.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final AtomicLong served = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> paths = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 100);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/good", exchange -> answer(exchange, 200));
        server.createContext("/busy", exchange -> answer(exchange, turns.getAndIncrement() % 2 == 0 ? 200 : 503));
        server.createContext("/bad", exchange -> answer(exchange, 422));
        server.createContext("/once", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, 200);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void sendsToEveryEntityOnceWithAKeyOfItsOwn() throws IOException {
        var result = HttpLoad.run(job("/good/{entity}", true, 0, 30));

        assertThat(result.total()).isEqualTo(new Counts(40, 0, 0, 0));
        assertThat(result.firstProblem()).isEmpty();
        assertThat(keys).hasSize(40).allMatch(key -> key.matches("k-\\d{19}"));
        assertThat(paths).hasSize(40).contains("/good/000100", "/good/000139").doesNotHaveDuplicates();
        assertThat(bodies).allMatch(body -> body.matches("\\{\"n\":\"\\d{19}\"}"));
    }

    @Test
    void countsEveryAnswerInTotalAndOnlyThoseOfTheWindowAsMeasured() throws IOException {
        var result = HttpLoad.run(job("/good/{entity}", false, 0, 0.3));

        assertThat(result.total().accepted()).isEqualTo(served.get());
        assertThat(result.measured().accepted())
                .isPositive()
                .isLessThan(result.total().accepted());
        assertThat(result.latency().samples()).isEqualTo(result.measured().accepted());
        assertThat(result.seconds()).isBetween(0.25, 0.45);
        assertThat(result.cpu().generator()).isPositive();
    }

    @Test
    void tellsRefusedFromFailed() throws IOException {
        var busy = HttpLoad.run(job("/busy/{entity}", true, 0, 30));
        assertThat(busy.total()).isEqualTo(new Counts(20, 20, 0, 0));
        assertThat(busy.firstProblem()).contains("503", "too bad");

        var bad = HttpLoad.run(job("/bad/{entity}", true, 0, 30));
        assertThat(bad.total()).isEqualTo(new Counts(0, 0, 40, 0));
    }

    @Test
    void connectsAgainWhenTheServerClosesTheConnection() throws IOException {
        var result = HttpLoad.run(job("/once/{entity}", true, 0, 30));

        assertThat(result.total()).isEqualTo(new Counts(40, 0, 0, 0));
    }

    @Test
    void anUnreachableServerIsAFailureAndNoEnd() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            nobody = socket.getLocalPort();
        }
        var job = job("/good/{entity}", true, 0, 30);
        var result = HttpLoad.run(
                new HttpJob(nobody, job.request(), job.entities(), job.connections(), 0, job.window(), job.watch()));

        assertThat(result.total()).isEqualTo(new Counts(0, 0, 40, 0));
        assertThat(result.firstProblem()).contains("refused");
    }

    @Test
    void anOpenLoopKeepsItsRateWhateverTheServerDoes() throws IOException {
        var result = HttpLoad.run(job("/good/{entity}", false, 500, 0.5));

        var total = result.total();
        assertThat(total.accepted() + total.unsent()).isBetween(200L, 360L);
    }

    private HttpJob job(String path, boolean onceEach, double perSecond, double seconds) {
        var headers = Map.of("Idempotency-Key", "k-{unique}", "Content-Type", "application/json");
        var request = new Request("POST", path, headers, "{\"n\":\"{unique}\"}");
        var entities = new HttpJob.Entities(100, 40, onceEach);
        var window = Window.seconds(onceEach ? 0 : 0.1, seconds);
        return new HttpJob(server.getAddress().getPort(), request, entities, 8, perSecond, window, new Watch(0, 0));
    }

    private synchronized void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            served.incrementAndGet();
            paths.add(exchange.getRequestURI().getPath());
            keys.addAll(exchange.getRequestHeaders().getOrDefault("Idempotency-Key", List.of()));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = (status == 200 ? "fine" : "too bad").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
