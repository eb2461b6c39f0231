package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards move because operators want it, under load: no command fails or takes effect twice, and each pause is known. */
@ExtendWith(ThreeNodes.class)
class RebalanceIT {

    private static final Logger log = LoggerFactory.getLogger(RebalanceIT.class);
    private static final int PER_SECOND = 80;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String TYPE = "identity.tenant";
    private static final String WHY = "\"reason\":\"test\"";

    private final Cluster cluster;
    private final Operator operator;

    RebalanceIT(Cluster cluster) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
    }

    @Test
    void shardsMoveAreKeptAndLeaveWithoutAFailedCommand() {
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, "moves", 200, 16);
            try (var load = new Load(client, records, PER_SECOND)) {
                load.awaitMore(200);
                load.repeated();
                move();
                pin();
                load.awaitMore(100);
                drain();
                load.awaitMore(100);
                balance();
                load.awaitMore(100);
                load.finish();
                report(load);
                assertThat(load.repeated()).isEmpty();
                records.audit(load.acknowledged());
            }
        }
    }

    private void move() {
        var shard = operator.homes(TYPE).entrySet().iterator().next();
        var to = otherThan(shard.getValue());
        operator.order(
                "POST",
                "/management/shards/%s/%s/move".formatted(TYPE, shard.getKey()),
                "{\"node\":\"%s\",%s}".formatted(to, WHY));
        awaitHome(shard.getKey(), to);
        await().atMost(SOON)
                .until(() ->
                        operator.get("/management/directives").path("items").isEmpty());
    }

    private void pin() {
        var shard = operator.homes(TYPE).entrySet().iterator().next();
        var to = otherThan(shard.getValue());
        operator.order(
                "PUT",
                "/management/pins/shards/%s/%s".formatted(TYPE, shard.getKey()),
                "{\"nodes\":[\"%s\"],%s}".formatted(to, WHY));
        awaitHome(shard.getKey(), to);
        operator.order("DELETE", "/management/pins/shards/%s/%s".formatted(TYPE, shard.getKey()), "");
    }

    private void drain() {
        var node = operator.members().getLast();
        operator.order("PUT", "/management/nodes/%s/drain".formatted(node), "{%s}".formatted(WHY));
        await().atMost(SOON).until(() -> !operator.allHomes().contains(node));
        operator.order("DELETE", "/management/nodes/%s/drain".formatted(node), "");
        await().atMost(SOON).until(() -> operator.allHomes().contains(node));
    }

    private void balance() {
        operator.order(
                "POST", "/management/rebalances", "{\"tolerancePercent\":5,\"movesPerMinute\":6000,%s}".formatted(WHY));
        await().atMost(SOON)
                .until(() ->
                        operator.get("/management/rebalances").path("waiting").isEmpty());
    }

    private void report(Load load) {
        var made = operator.get("/management/rebalances").path("made");
        Map<String, String> pauses = StreamSupport.stream(made.spliterator(), false)
                .collect(Collectors.groupingBy(
                        move -> move.path("reason").asText(),
                        Collectors.mapping(
                                move -> move.path("shard").asText() + ": "
                                        + move.path("pauseMillis").asText() + " ms",
                                Collectors.joining(", "))));
        pauses.forEach((reason, shards) -> log.info("pauses of moves by {}: {}", reason, shards));
        log.info("slowest command of all {} ms", load.slowest().toMillis());
        assertThat(made).allMatch(move -> move.path("done").asBoolean());
        assertThat(pauses).containsKeys("asked", "pin", "drain");
    }

    private String otherThan(String node) {
        return operator.members().stream()
                .filter(member -> !member.equals(node))
                .findFirst()
                .orElseThrow();
    }

    private void awaitHome(String shard, String node) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(operator.homes(TYPE)).containsEntry(shard, node));
    }
}
