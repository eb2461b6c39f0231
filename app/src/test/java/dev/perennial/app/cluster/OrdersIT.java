package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ordered holds whoever dies: twice the node that coordinates is killed while it is being obeyed. */
@ExtendWith(ThreeNodes.class)
class OrdersIT {

    private static final Logger log = LoggerFactory.getLogger(OrdersIT.class);
    private static final int PER_SECOND = 40;
    private static final Duration SOON = Duration.ofSeconds(40);

    /** Longer than two rounds of the coordinators. */
    private static final Duration TWO_ROUNDS = Duration.ofSeconds(5);

    private static final String TYPE = "identity.tenant";
    private static final String PREFIX = "orders";
    private static final String TENANT = PREFIX + "0";
    private static final String WHY = "\"reason\":\"test\"";

    private final Cluster cluster;
    private final Operator operator;

    OrdersIT(Cluster cluster) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
    }

    @Test
    void ordersSurviveTheCoordinatorsDeath() {
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, PREFIX, 200, 8);
            try (var load = new Load(client, records, PER_SECOND)) {
                load.awaitMore(100);
                var byAge = byAge();
                var first = byAge.get(0);
                var second = byAge.get(1);
                var youngest = byAge.get(2);
                var pinned = pin(first, second);
                aDrainGoesOnAndATenantComesBack(client, records, first, youngest);
                assertThat(operator.homes(TYPE)).containsEntry(pinned, second.node());
                aPauseHoldsAndAMoveIsMadeOnce(client, records, second, first, youngest);

                load.awaitMore(50);
                load.finish();
                records.audit(load.acknowledged());
            }
        } finally {
            operator.get("/management/directives").path("items").forEach(this::withdraw);
        }
    }

    /** A tenant to one node and a shard that is not the tenant's to another. Returns the shard. */
    private String pin(NodeProcess ofTenant, NodeProcess ofShard) {
        order("PUT", "/management/pins/tenants/" + TENANT, "{\"nodes\":[\"%s\"],%s}".formatted(ofTenant.node(), WHY));
        var band = band();
        var shard = operator.homes(TYPE).keySet().stream()
                .filter(candidate -> !band.contains(candidate))
                .findFirst()
                .orElseThrow();
        order("PUT", shardPin(shard), "{\"nodes\":[\"%s\"],%s}".formatted(ofShard.node(), WHY));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(homesOf(band)).containsOnly(ofTenant.node());
            assertThat(operator.homes(TYPE)).containsEntry(shard, ofShard.node());
        });
        assertThat(place().path("node").asText()).isEqualTo(ofTenant.node());
        return shard;
    }

    private void aDrainGoesOnAndATenantComesBack(
            Client client, Records records, NodeProcess coordinator, NodeProcess drained) {
        order("PUT", "/management/projections/identity/pause", "{%s}".formatted(WHY));
        order("PUT", drainOf(drained), "{%s}".formatted(WHY));
        int before = shardsOn(drained);
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> shardsOn(drained) < before);
        assertThat(shardsOn(drained)).as("killed in the middle of it").isPositive();
        kill(coordinator, client, records);

        await().atMost(SOON).untilAsserted(() -> assertThat(shardsOn(drained)).isZero());
        assertThat(place().path("node").asText())
                .as("the tenant is served elsewhere")
                .isNotEqualTo(coordinator.node());

        cluster.restart(coordinator);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(homesOf(band())).as("the tenant is back").containsOnly(coordinator.node());
            assertThat(shardsOn(drained)).isZero();
        });
        assertThat(runners())
                .isNotEmpty()
                .allMatch(runner -> runner.path("state").asText().equals("paused"));
        assertThat(runners())
                .filteredOn(runner -> runner.path("node").asText().equals(coordinator.node()))
                .as("also not between its start and its first look")
                .allMatch(runner -> runner.path("events").asLong() == 0);
        order("DELETE", "/management/projections/identity/pause?reason=test", "");
    }

    private void aPauseHoldsAndAMoveIsMadeOnce(
            Client client, Records records, NodeProcess coordinator, NodeProcess busy, NodeProcess idle) {
        order("POST", "/management/rebalances/pause", "{%s}".formatted(WHY));
        order("DELETE", drainOf(idle) + "?reason=test", "");
        kill(coordinator, client, records);

        var shard = operator.homes(TYPE).entrySet().stream()
                .filter(home -> home.getValue().equals(busy.node()))
                .filter(home -> !band().contains(home.getKey()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        order(
                "POST",
                "/management/shards/%s/%s/move".formatted(TYPE, shard),
                "{\"node\":\"%s\",%s}".formatted(idle.node(), WHY));
        var homes = operator.homes(TYPE);
        await().during(TWO_ROUNDS)
                .atMost(SOON)
                .until(() -> operator.homes(TYPE).entrySet().containsAll(homes.entrySet()));

        order("POST", "/management/rebalances/resume", "{%s}".formatted(WHY));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(operator.homes(TYPE)).containsEntry(shard, idle.node()));
        await().atMost(SOON).until(() -> fulfilled(shard) == 1);
        assertThat(homesOf(band())).as("the tenant stays").containsOnly(busy.node());
    }

    private void kill(NodeProcess node, Client client, Records records) {
        node.kill();
        cluster.forget(node);
        var pause = Recovery.until(
                client, cluster.nodes().getFirst(), records.reads().toList());
        log.info("the coordinator was killed: everything answered after {} ms", pause.toMillis());
    }

    /** The oldest, which coordinates, first. */
    private List<NodeProcess> byAge() {
        return operator.members().stream()
                .flatMap(member ->
                        cluster.nodes().stream().filter(node -> node.node().equals(member)))
                .toList();
    }

    /** How often the move of that shard was fulfilled, by the audit. */
    private long fulfilled(String shard) {
        return operator.items("/management/audit?limit=100").stream()
                .filter(entry -> entry.path("action").asText().equals("fulfil"))
                .filter(entry -> entry.path("subject").asText().equals(TYPE + "/" + shard))
                .count();
    }

    private List<JsonNode> runners() {
        return operator.items("/management/projections").stream()
                .filter(projection -> projection.path("name").asText().equals("identity"))
                .flatMap(projection ->
                        StreamSupport.stream(projection.path("instances").spliterator(), false))
                .toList();
    }

    private JsonNode place() {
        return operator.get("/management/entities/%s/%s/%s".formatted(TYPE, TENANT, TENANT));
    }

    /** The shards that the tenant's entities live in, of every type. */
    private List<String> band() {
        int first = place().path("firstShardOfTenant").asInt();
        int size = place().path("shardsOfTenant").asInt();
        return IntStream.range(first, first + size).mapToObj(Integer::toString).toList();
    }

    private List<String> homesOf(List<String> shards) {
        return operator.items("/management/shards").stream()
                .filter(shard -> shards.contains(shard.path("shard").asText()))
                .map(shard -> shard.path("node").asText())
                .toList();
    }

    private int shardsOn(NodeProcess node) {
        return (int) operator.allHomes().stream().filter(node.node()::equals).count();
    }

    private void order(String method, String path, String body) {
        operator.order(method, path, body);
    }

    private static String drainOf(NodeProcess node) {
        return "/management/nodes/%s/drain".formatted(node.node());
    }

    private static String shardPin(String shard) {
        return "/management/pins/shards/%s/%s".formatted(TYPE, shard);
    }

    /** What a failed test would leave to others. */
    private void withdraw(JsonNode directive) {
        var subject = directive.path("subject").asText();
        switch (directive.path("kind").asText()) {
            case "pin-tenant" -> order("DELETE", "/management/pins/tenants/" + subject, "");
            case "pin-shard" -> order("DELETE", "/management/pins/shards/" + subject, "");
            case "drain" -> order("DELETE", "/management/nodes/%s/drain".formatted(subject), "");
            case "pause-projection" -> order("DELETE", "/management/projections/%s/pause".formatted(subject), "");
            case "pause" -> order("POST", "/management/rebalances/resume", "{%s}".formatted(WHY));
            default -> {}
        }
    }
}
