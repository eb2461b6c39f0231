package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Again;
import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes and comes under load: nothing acknowledged is lost, and the nodes need nobody's help. */
@ExtendWith(ThreeNodes.class)
class DatabaseRestartIT {

    private static final Logger log = LoggerFactory.getLogger(DatabaseRestartIT.class);
    private static final int PER_SECOND = 60;
    private static final Duration NOTICED = Duration.ofSeconds(20);

    /** A request in an outage waits for a connection first; after that nobody makes it wait. */
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(12);

    private static final long MOST_LOG_LINES = 150;

    private final Cluster cluster;

    DatabaseRestartIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whatever failed, the classes after this one need it. */
    @AfterEach
    void start() {
        cluster.postgres().start();
    }

    @Test
    void itIsStoppedAndStartedAgain() {
        outage("stopped", PostgresServer::stopFast);
    }

    @Test
    void itCrashesAndRecovers() {
        outage("crashed", PostgresServer::stopImmediately);
    }

    private void outage(String how, Consumer<PostgresServer> stop) {
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, how, 60, 8);
            try (var load = new Load(client, records, PER_SECOND)) {
                load.awaitMore(150);
                long lines = logLines();
                stop.accept(cluster.postgres());
                await().atMost(NOTICED).until(() -> cluster.nodes().stream().noneMatch(NodeProcess::ready));
                refusesEverywhere(client, records);
                load.slowest();
                load.repeated();
                recover(how, load);
                log.info("{}: {} lines of log on three nodes", how, logLines() - lines);
                assertThat(logLines() - lines).isLessThan(MOST_LOG_LINES);
                load.awaitMore(150);
                load.finish();
                records.audit(load.acknowledged());
            }
        }
    }

    private void recover(String how, Load load) {
        long began = System.nanoTime();
        cluster.postgres().start();
        long started = System.nanoTime();
        load.awaitMore(1);
        long first = System.nanoTime();
        await().atMost(NOTICED).until(() -> cluster.nodes().stream().allMatch(NodeProcess::ready));
        load.awaitMore(150);
        log.info(
                "{}: PostgreSQL was back in {} ms, the first command came through {} ms later, all were ready {} ms later; {}",
                how,
                Duration.ofNanos(started - began).toMillis(),
                Duration.ofNanos(first - started).toMillis(),
                Duration.ofNanos(System.nanoTime() - started).toMillis(),
                load.repeated());
    }

    /** Every command, quickly, and with the time to come again. */
    private void refusesEverywhere(Client client, Records records) {
        for (var node : cluster.nodes()) {
            long began = System.nanoTime();
            var answers = Records.all(Stream.generate(records::change)
                    .limit(10)
                    .map(command -> client.send(node, command).handle(Attempt::of)));
            var took = Duration.ofNanos(System.nanoTime() - began);
            log.info("{} refused in {} ms", node, took.toMillis());
            assertThat(answers).noneMatch(answer -> answer instanceof Done).allMatch(answer -> answer instanceof Again);
            assertThat(took).isLessThan(LONGEST_REFUSAL);
        }
    }

    private long logLines() {
        return cluster.nodes().stream()
                .mapToLong(node -> node.log().lines().count())
                .sum();
    }
}
