package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static final int TENANTS = 150;
    private static final int READERS = 6;
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

    @Test
    void skewedLoadIsSpreadInFewMoves() {
        try (var client = new Client(cluster)) {
            Records.create(cluster, client, "skewed", TENANTS, 1);
            var homes = operator.homes(TYPE);
            var hotNode = operator.members().getFirst();
            var hot = IntStream.range(0, TENANTS)
                    .mapToObj(n -> "skewed" + n)
                    .filter(tenant -> hotNode.equals(homes.get(shardOf(tenant))))
                    .map(tenant -> Command.get("/v1/tenants/" + tenant))
                    .toList();
            var began = Instant.now();
            // Else the first of it would be spread before all is there.
            operator.order("POST", "/management/rebalances/pause", "{%s}".formatted(WHY));
            var reading = new AtomicBoolean(true);
            var readers = Stream.generate(() -> read(client, hot, reading))
                    .limit(READERS)
                    .toList();
            try {
                await().atMost(SOON).until(() -> imbalance() > 0.4);
                log.info("all load on one node: it is {} off the mean", percent(imbalance()));
                operator.order("POST", "/management/rebalances/resume", "{%s}".formatted(WHY));
                // While shards move they weigh nothing: only what lasts counts.
                await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> imbalance() < 0.2);
                long moves = movesForLoad(began);
                log.info("{} off after {} moves of {} shards with load", percent(imbalance()), moves, hot.size());
                assertThat(moves).isPositive().isLessThanOrEqualTo(hot.size());
            } finally {
                reading.set(false);
                operator.order("POST", "/management/rebalances/resume", "{%s}".formatted(WHY));
                readers.forEach(CompletableFuture::join);
            }
        }
    }

    private static CompletableFuture<Void> read(Client client, List<Command> reads, AtomicBoolean more) {
        var read = reads.get(ThreadLocalRandom.current().nextInt(reads.size()));
        return client.perform(read)
                .thenComposeAsync(
                        _ -> more.get() ? read(client, reads, more) : CompletableFuture.completedFuture(null));
    }

    private String shardOf(String tenant) {
        return operator.get("/management/entities/%s/%s/%s".formatted(TYPE, tenant, tenant))
                .path("shard")
                .asText();
    }

    /** How far the node that is furthest from the mean is from it, in weight of the type's shards. */
    private double imbalance() {
        var byNode = operator.items("/management/shards?type=" + TYPE).stream()
                .collect(Collectors.groupingBy(
                        shard -> shard.path("node").asText(),
                        Collectors.summingDouble(shard -> shard.path("weight").asDouble())));
        double mean = byNode.values().stream().mapToDouble(weight -> weight).sum() / ThreeNodes.NODES;
        return byNode.values().stream()
                .mapToDouble(weight -> Math.abs(weight - mean) / mean)
                .max()
                .orElseThrow();
    }

    /** Of that type since then. */
    private long movesForLoad(Instant since) {
        var made = operator.get("/management/rebalances").path("made");
        return StreamSupport.stream(made.spliterator(), false)
                .filter(move -> move.path("reason").asText().equals("load"))
                .filter(move -> move.path("type").asText().equals(TYPE))
                .filter(move -> Instant.parse(move.path("at").asText()).isAfter(since))
                .count();
    }

    private static String percent(double share) {
        return Math.round(share * 100) + "%";
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
