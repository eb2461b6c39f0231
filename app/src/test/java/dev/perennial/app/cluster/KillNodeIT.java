package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
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
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, "kill", 200, 16);
            try (var load = new Load(client, records, PER_SECOND)) {
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
    }

    @Test
    void nodesThatStopAndComeAreNotNoticed() throws Exception {
        Records records;
        try (var client = new Client(cluster)) {
            records = Records.create(cluster, client, "stop", 200, 16);
        }
        try (var client = new Client(cluster);
                var load = new Load(client, records, PER_SECOND)) {
                load.awaitMore(200);
                stop(cluster.nodes().getFirst(), load);
                load.awaitMore(200);
                load.repeated();
                load.slowest();
                cluster.join();
                load.awaitMore(500);
                var repeated = load.repeated();
                log.info(
                        "a node came: slowest command {} ms; repeated {}",
                        load.slowest().toMillis(),
                        repeated);
                assertNobodyIsInDoubt(repeated);
                load.finish();
                records.audit(load.acknowledged());
        }
    }

