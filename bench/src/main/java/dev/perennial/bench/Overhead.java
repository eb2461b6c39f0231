package dev.perennial.bench;

import com.sun.net.httpserver.HttpServer;
import dev.perennial.bench.load.LoadResult;
import dev.perennial.bench.load.Watch;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code ./perennial bench --telemetry}: what it costs to be watched. Two servers that differ in nothing but that take the
 * spread load in turns; one of them is scraped and sends its traces.
 */
final class Overhead {

    /** What the program promises: so much of the rate is left. */
    static final double LEAST = 0.93;

    private static final double WARM_UP_SECONDS = 20;
    private static final Duration SCRAPE = Duration.ofSeconds(5);

    private final Options options;
    private final Path data;

    Overhead(Options options, Path data) {
        this.options = options;
        this.data = data;
    }

    /** One after the other, in an order that changes from round to round. */
    record Pair(LoadResult with, LoadResult without) {}

    /** @param bytes of the spans that arrived, to show that there were some */
    record Result(List<Pair> pairs, long bytes) {

        double rate() {
            return Report.median(pairs.stream()
                    .map(pair -> pair.with().rate() / pair.without().rate())
                    .toList());
        }

        double cpu() {
            return Report.median(pairs.stream()
                    .map(pair -> pair.with().cpuPerAccepted() / pair.without().cpuPerAccepted())
                    .toList());
        }

        @Override
        public String toString() {
            var text = new StringBuilder(
                    "%12s %12s %8s   durable commands/s%n".formatted("watched", "unwatched", "ratio"));
            for (var pair : pairs) {
                text.append("%,12.0f %,12.0f %8.2f%n"
                        .formatted(
                                pair.with().rate(),
                                pair.without().rate(),
                                pair.with().rate() / pair.without().rate()));
            }
            return text.append(
                            "median ratio of rates %.3f (at least %.2f: %s), of CPU per command %.3f; %,d bytes of spans%n"
                                    .formatted(rate(), LEAST, rate() >= LEAST ? "reached" : "missed", cpu(), bytes))
                    .toString();
        }
    }

    Result measure() throws Exception {
        try (var sink = new Sink();
                var generator = Generator.start();
                var watched = Side.start(
                        data.resolve("watched"),
                        Map.of("PERENNIAL_OTLP_ENDPOINT", sink.address()),
                        generator,
                        options);
                var unwatched = Side.start(
                        data.resolve("unwatched"), Map.of("PERENNIAL_TELEMETRY", "false"), generator, options);
                var scraper = Executors.newSingleThreadScheduledExecutor()) {
            var scrape = new Scrape(watched.server().metricsPort());
            scraper.scheduleAtFixedRate(scrape, 0, SCRAPE.toMillis(), TimeUnit.MILLISECONDS);
            var pairs = new ArrayList<Pair>();
            for (int i = 1; i <= options.rounds(); i++) {
                System.err.printf("bench: round %d of %d: watched, unwatched%n", i, options.rounds());
                var first = i % 2 == 1
                        ? watched.loads().spread()
                        : unwatched.loads().spread();
                var second = i % 2 == 1
                        ? unwatched.loads().spread()
                        : watched.loads().spread();
                pairs.add(i % 2 == 1 ? new Pair(first, second) : new Pair(second, first));
            }
            if (scrape.done.sum() == 0) {
                throw new IOException("the watched server was not scraped once");
            }
            return new Result(pairs, sink.bytes.sum());
        }
    }

    private record Side(Server server, Loads loads) implements AutoCloseable {

        static Side start(Path data, Map<String, String> settings, Generator generator, Options options)
                throws IOException {
            Files.createDirectories(data);
            var started = new Starting(data, settings).start();
            var watch = new Watch(started.server().pid(), Measurement.postmaster(data));
            var port = started.server().port();
            // None of its loads looks into the database.
            var loads = new Loads(generator, generator, started.api(), port, "", watch, options.seconds());
            loads.createTenants();
            loads.warmUp(WARM_UP_SECONDS);
            return new Side(started.server(), loads);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** Takes spans and throws them away. */
    private static final class Sink implements AutoCloseable {

        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final LongAdder bytes = new LongAdder();

        Sink() throws IOException {
            server.createContext("/", exchange -> {
                try (exchange) {
                    bytes.add(exchange.getRequestBody().readAllBytes().length);
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** As Prometheus does it. */
    private static final class Scrape implements Runnable {

        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpRequest request;
        private final LongAdder done = new LongAdder();

        Scrape(int port) {
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
        }

        @Override
        public void run() {
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    done.increment();
                }
            } catch (IOException failed) {
                System.err.println("bench: " + failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
