package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes go and come under load: in any way, nothing that was acknowledged is lost and nothing takes effect twice. */
@ExtendWith(ThreeNodes.class)
class KillNodeIT {

    private static final Logger log = LoggerFactory.getLogger(KillNodeIT.class);
    private static final int PER_SECOND = 80;

    /** About 8 s when the machine does nothing else; what is asserted leaves room for a busy one. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Cluster cluster;

    KillNodeIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void killedNodesTakeNothingWithThem() {
        var records = create("kill");
        try (var client = new Client(cluster);
                var load = new Load(client, records, PER_SECOND)) {
            load.awaitMore(200);
            kill(
                    "the oldest node, which coordinated the shards",
                    cluster.nodes().getFirst(),
                    client,
                    records,
                    load);
            cluster.join();
            // Of the two that took its shards over the one that coordinates nothing.
            kill("another node", cluster.nodes().get(1), client, records, load);
            load.awaitMore(200);
            load.finish();
            records.audit(load.acknowledged());
        }
    }

    @Test
    void nodesThatStopAndComeAreNotNoticed() throws Exception {
        var records = create("stop");
        try (var client = new Client(cluster);
                var load = new Load(client, records, PER_SECOND)) {
            load.awaitMore(200);
            stop(cluster.nodes().getFirst(), load);
            load.awaitMore(200);
            load.repeated();
            load.slowest();
            cluster.join();
            load.awaitMore(500);
            log.info(
                    "a node came: slowest command {} ms; repeated {}",
                    load.slowest().toMillis(),
                    load.repeated());
            load.finish();
            records.audit(load.acknowledged());
        }
    }

    /** By a client of its own, whose connections, many and idle, are closed with it. */
    private Records create(String prefix) {
        try (var client = new Client(cluster)) {
            return Records.create(cluster, client, prefix, 200, 16);
        }
    }

    /** Until it is gone, and some more: whatever was refused or cut off must be sure not to have happened. */
    private void stop(NodeProcess node, Load load) throws InterruptedException {
        load.slowest();
        load.repeated();
        long began = System.nanoTime();
        node.terminate();
        assertThat(node.endsWithin(Duration.ofSeconds(40))).isTrue();
        var took = Duration.ofNanos(System.nanoTime() - began);
        load.awaitMore(200);
        var repeated = load.repeated();
        log.info(
                "the oldest node stopped in {} ms: slowest command {} ms; repeated {}",
                took.toMillis(),
                load.slowest().toMillis(),
                repeated);
        cluster.forget(node);
        assertThat(repeated.keySet()).noneMatch(why -> why.endsWith("(unknown)"));
    }

    private void kill(String which, NodeProcess node, Client client, Records records, Load load) {
        load.slowest();
        load.repeated();
        load.silence();
        node.kill();
        var survivor = cluster.nodes().stream()
                .filter(NodeProcess::isAlive)
                .findFirst()
                .orElseThrow();
        var pause = Recovery.until(client, survivor, records.reads().toList());
        var silence = load.silence();
        log.info(
                "{} killed: everything answered after {} ms, and something at least every {} ms",
                which,
                pause.toMillis(),
                silence.toMillis());
        load.awaitMore(200);
        log.info("slowest command {} ms; repeated {}", load.slowest().toMillis(), load.repeated());
        cluster.forget(node);
        // Less than the first and it had no entities.
        assertThat(pause).isBetween(Duration.ofSeconds(2), LONGEST_PAUSE);
        // Two thirds of the entities live on, and those who wait for the others do not keep them from being served.
        assertThat(silence).isLessThan(pause.dividedBy(2));
    }
}
