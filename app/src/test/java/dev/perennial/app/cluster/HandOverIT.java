package dev.perennial.app.cluster;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Again;
import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard that takes long to move, and more commands for it than may wait. */
@ExtendWith(ThreeNodes.class)
class HandOverIT {

    private static final Logger log = LoggerFactory.getLogger(HandOverIT.class);
    private static final String TYPE = "identity.tenant";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int BURST = 40;

    /** Of the node that sends; it tells its clients soon that they wait in vain. */
    private static final Map<String, String> FEW_MAY_WAIT = Map.of(
            "pekko.cluster.sharding.buffer-size", "20",
            "perennial.http.max-in-flight", "512",
            "perennial.entity.ask-timeout", "2s");

    private final Cluster cluster;
    private final Operator operator;
    private final Map<Command, CompletableFuture<Attempt>> sent = new LinkedHashMap<>();

    HandOverIT(Cluster cluster) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingAcknowledgedIsLost() throws Exception {
        var sender = cluster.join(FEW_MAY_WAIT);
        // Others do not send there.
        cluster.forget(sender);
        try (var client = new Client(cluster)) {
            var records = Records.create(cluster, client, "held", 1, 1);
            var tenant = records.tenants().getFirst();
            var place = operator.get("/management/entities/%s/%s/%s".formatted(TYPE, tenant, tenant));
            var shard = place.path("shard").asText();
            var homes = operator.members().subList(0, 2);
            keep(shard, homes.getFirst());
            overrun(client, sender, tenant, () -> pin(shard, homes.getLast()));
            keep(shard, homes.getLast());
            send(client, sender, tenant);
            var attempts = sent.values().stream().map(CompletableFuture::join).toList();
            operator.order("DELETE", "/management/pins/shards/%s/%s".formatted(TYPE, shard), "");

            long refused = attempts.stream().filter(Again.class::isInstance).count();
            log.info("{} commands for a shard on the move, {} of them refused", attempts.size(), refused);
            assertThat(attempts).allMatch(attempt -> attempt instanceof Done || attempt instanceof Again);
            assertThat(refused).isPositive();
            assertThat(attempts.getLast()).isInstanceOf(Done.class);
            records.audit(acknowledged());
        } finally {
            sender.terminate();
            await().atMost(SOON).until(() -> !sender.isAlive());
        }
    }

    /** The move cannot end while the entity writes; all that is sent meanwhile has to wait, but for what does not fit. */
    private void overrun(Client client, NodeProcess sender, String tenant, Runnable move) throws Exception {
        try (var gate = Gate.close(cluster.postgres(), tenant, "%tenant-renamed%")) {
            send(client, sender, tenant);
            gate.awaitSomeoneBefore();
            move.run();
            await().atMost(SOON).until(() -> {
                Stream.generate(() -> tenant).limit(BURST).forEach(id -> send(client, sender, id));
                return sender.log().contains("Buffer is full");
            });
            await().atMost(SOON)
                    .until(() -> sent.values().stream().anyMatch(answer -> answer.getNow(null) instanceof Again));
        }
    }

    private void send(Client client, NodeProcess sender, String tenant) {
        var command = Command.of("PATCH", "/v1/tenants/" + tenant, "{\"name\":\"name %d\"}".formatted(sent.size()));
        sent.put(command, client.send(sender, command).handle(Attempt::of));
    }

    private Set<String> acknowledged() {
        return sent.entrySet().stream()
                .filter(entry -> entry.getValue().join() instanceof Done)
                .map(entry -> entry.getKey().id())
                .collect(toSet());
    }

    private void keep(String shard, String node) {
        pin(shard, node);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(operator.homes(TYPE)).containsEntry(shard, node));
    }

    private void pin(String shard, String node) {
        operator.order(
                "PUT",
                "/management/pins/shards/%s/%s".formatted(TYPE, shard),
                "{\"nodes\":[\"%s\"],\"reason\":\"test\"}".formatted(node));
    }
}
