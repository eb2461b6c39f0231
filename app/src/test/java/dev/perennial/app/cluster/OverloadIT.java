package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Again;
import dev.perennial.app.cluster.Attempt.Done;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * More is asked of a node than it can do. What it can do is set by a slow disk (each event takes {@link #SLOWNESS}), so
 * that it is the same on every machine and not the client's share of the processors.
 */
class OverloadIT {

    private static final Logger log = LoggerFactory.getLogger(OverloadIT.class);
    private static final int MOST_IN_FLIGHT = 24;
    private static final int MOST_CONNECTIONS = 150;
    private static final String SLOWNESS = "0.015";
    private static final Duration WHILE = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Cluster cluster;
    private static Client client;
    private static Records records;

    @BeforeAll
    static void start() {
        cluster = new Cluster(Map.of(
                "perennial.http.max-in-flight", Integer.toString(MOST_IN_FLIGHT),
                "perennial.http.max-connections", Integer.toString(MOST_CONNECTIONS)));
        cluster.complete(1);
        client = new Client(cluster);
        records = Records.create(cluster, client, "much", 40, 0);
        cluster.postgres().execute("""
                create function journal.slow_disk() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(%s);
                    return new;
                end
                $$;
                create trigger slow_disk before insert on journal.event_journal for each row
                execute function journal.slow_disk()
                """.formatted(SLOWNESS));
    }

    @AfterAll
    static void end() {
        client.close();
        cluster.close();
    }

    @Test
    void underThreeTimesTheLoadAsMuchIsServedAsBeforeAndTheRestRefusedAtOnce() throws Exception {
        Supplier<CompletableFuture<Attempt>> change =
                () -> client.send(node(), records.change()).handle(Attempt::of);
        Phase.closed(change, MOST_IN_FLIGHT / 2, WHILE);

        var before = Phase.closed(change, MOST_IN_FLIGHT / 2, WHILE).only(Done.class::isInstance);
        var under = Phase.open(change, 3 * before.perSecond(), WHILE);
        var served = under.only(Done.class::isInstance);
        var refused = under.only(Again.class::isInstance);
        int threads = node().threads();
        var after = Phase.closed(change, MOST_IN_FLIGHT / 2, WHILE).only(Done.class::isInstance);
        log.info(
                "sustained {}; of three times as much served {}, refused {}; afterwards {}; {} threads",
                before,
                served,
                refused,
                after,
                threads);

        assertThat(under.answers())
                .allMatch(answer ->
                        answer.attempt() instanceof Done || answer.attempt().equals(new Again("overloaded", true)));
        assertThat(served.perSecond()).isGreaterThan(0.8 * before.perSecond());
        assertThat(refused.millis(0.99)).isLessThan(served.millis(0.5));
        assertThat(after.perSecond()).isGreaterThan(0.8 * before.perSecond());
        assertThat(after.millis(0.5)).isLessThan(1.5 * before.millis(0.5));
        assertThat(threads).isLessThan(120);
    }

    @Test
    void connectionsBeyondTheLimitWaitUntilOthersEnd() throws Exception {
        var open = new ArrayDeque<Socket>();
        try {
            do {
                open.add(asking());
            } while (isAnswered(open.getLast()));
            // Other clients hold some.
            assertThat(open).hasSizeBetween(2, MOST_CONNECTIONS + 1);
            open.getFirst().close();
            await().atMost(PATIENCE).until(() -> isAnswered(open.getLast()));
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (SocketTimeoutException not) {
            return false;
        }
    }

    private static Socket asking() throws IOException {
        var socket = new Socket("127.0.0.1", node().address().getPort());
        socket.setSoTimeout((int) AT_ONCE.toMillis());
        socket.getOutputStream()
                .write("GET /.well-known/jwks.json HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static NodeProcess node() {
        return cluster.nodes().getFirst();
    }
}
