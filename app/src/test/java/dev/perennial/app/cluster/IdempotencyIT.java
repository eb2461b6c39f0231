package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.cluster.Attempt.Refused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A command under one idempotency key takes effect once and answers the same, wherever and whenever it is repeated. */
@ExtendWith(ThreeNodes.class)
class IdempotencyIT {

    private static final String TENANT = "/v1/tenants/once";
    private static final int TIMES_PER_NODE = 3;

    private final Cluster cluster;

    IdempotencyIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void repeatedOnAllNodesAtOnceAndAfterARestartItTakesEffectOnce() throws Exception {
        var answers = new LinkedHashMap<Command, String>();
        try (var client = new Client(cluster)) {
            for (var command : commands()) {
                answers.put(command, onAllNodesAtOnce(client, command));
            }
            assertEachIsStoredOnce(answers);
        }

        restartAllNodes();

        try (var client = new Client(cluster)) {
            for (var command : List.copyOf(answers.keySet())) {
                assertThat(onAllNodesAtOnce(client, command)).isEqualTo(answers.get(command));
            }
            assertEachIsStoredOnce(answers);
            refusesTheKeysForOtherBodies(client, answers);
        }
    }

    /** Some whose answers hold secrets that are shown once and never stored, and one of several steps. */
    private static List<Command> commands() {
        return List.of(
                Command.of("POST", "/v1/tenants", "{\"id\":\"once\",\"name\":\"Once\"}"),
                Command.of("PATCH", TENANT, "{\"name\":\"Once and never again\"}"),
                Command.of("POST", TENANT + "/users", "{\"email\":\"ada@once.example\",\"role\":\"owner\"}"),
                Command.of(
                        "POST",
                        TENANT + "/api-keys",
                        "{\"name\":\"build\",\"role\":\"viewer\",\"scopes\":[\"identity:read\"]}"));
    }

    private String onAllNodesAtOnce(Client client, Command command) {
        var answers = Records.all(cluster.nodes().stream()
                .flatMap(node ->
                        Stream.generate(() -> client.settle(command, node)).limit(TIMES_PER_NODE)));
        assertThat(answers).allMatch(answer -> answer instanceof Attempt.Done);
        assertThat(answers.stream().distinct()).as(command.path()).hasSize(1);
        return answers.getFirst() instanceof Attempt.Done done ? done.body() : "";
    }

    /** Neither the command's own events nor those that a process adds to its trace are there twice. */
    private void assertEachIsStoredOnce(Map<Command, String> answers) {
        for (var command : answers.keySet()) {
            assertThat(stored("count(*)", command)).as(command.path()).isPositive();
            assertThat(stored("count(*) - count(distinct event_ser_manifest)", command))
                    .as(command.path())
                    .isZero();
        }
    }

    private long stored(String number, Command command) {
        return cluster.postgres().number("""
                        select %s from journal.event_journal
                        where convert_from(event_payload, 'UTF8')::jsonb ->> 'tr' = ?
                        """.formatted(number), command.trace());
    }

    private void restartAllNodes() throws InterruptedException {
        cluster.nodes().forEach(NodeProcess::terminate);
        for (var node : cluster.nodes()) {
            assertThat(node.endsWithin(Duration.ofSeconds(40))).isTrue();
        }
        cluster.complete(ThreeNodes.NODES);
    }

    private void refusesTheKeysForOtherBodies(Client client, Map<Command, String> answers) {
        for (var command : answers.keySet()) {
            var body = command.body()
                    .replace("Once", "Twice")
                    .replace("ada@", "bob@")
                    .replace("build", "deploy");
            assertThat(body).isNotEqualTo(command.body());
            var other = new Command(command.id(), command.method(), command.path(), body, "");
            assertThat(client.settle(other, cluster.nodes().getLast()).join())
                    .isInstanceOfSatisfying(Refused.class, refused -> {
                        assertThat(refused.status()).isEqualTo(422);
                        assertThat(refused.body()).contains("idempotency-key-reused");
                    });
        }
    }
}
