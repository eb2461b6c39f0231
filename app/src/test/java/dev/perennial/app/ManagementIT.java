package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.http.Contract;
import dev.perennial.app.management.Management;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The management API keeps its contract: what is written there works, is guarded, and nothing else is served. */
@ExtendWith(LiveNode.class)
class ManagementIT {

    private static final List<Documented> OPERATIONS = Documented.of(Contract.of(Management.CONTRACT));
    private static final String STRANGER = "10.9.9.9:7355";

    private final Installation api;
    private final Installation management;

    ManagementIT(Installation installation) {
        this.api = installation;
        this.management = installation.management();
    }

    /** In the contract's order, in which each pair of orders leaves nothing behind. */
    static List<Documented> operations() {
        return OPERATIONS;
    }

    static Stream<Documented> withBody() {
        return OPERATIONS.stream()
                .filter(Documented::hasBody)
                .filter(operation -> !operation.id().startsWith("plan"));
    }

    static Stream<Documented> ofShards() {
        return OPERATIONS.stream().filter(operation -> operation.template().contains("{shard}"));
    }

    static Stream<Documented> toNodes() {
        return OPERATIONS.stream().filter(operation -> operation.documents(409));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void worksAsDocumented(Documented operation) {
        var answer = management.send(call(operation, "7", self()).as(management.operator()));

        assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void opensToManagementKeysOnly(Documented operation) {
        var call = call(operation, "7", self());

        management.send(call).expect(401, "credential-missing");
        management.send(call.as(api.operator())).expect(401, "credential-invalid");
    }

    @Test
    void aManagementKeyOpensNothingElse() {
        api.send(Request.of("GET", "/v1/tenants").as(management.operator())).expect(401, "credential-invalid");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void bodiesThatDoNotFitAreRefused(Documented operation) {
        var answer = management.send(call(operation, "7", self()).json("{}").as(management.operator()));

        answer.expect(422, "invalid-body");
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("ofShards")
    void shardsThatCannotExistAreNotFound(Documented operation) {
        var answer = management.send(call(operation, "128", self()).as(management.operator()));

        answer.expect(404, "not-found");
        operation.check(answer);
    }

    @ParameterizedTest
    @MethodSource("toNodes")
    void nothingIsOrderedOfStrangers(Documented operation) {
        var answer = management.send(call(operation, "7", STRANGER).as(management.operator()));

        answer.expect(409, "conflict");
        operation.check(answer);
    }

    @Test
    void whoOrderedWhatIsRecordedOnce() {
        var drain = named("drainNode");
        var undrain = named("undrainNode");
        assertThat(changed(drain)).isTrue();
        assertThat(changed(drain)).isFalse();
        assertThat(changed(undrain)).isTrue();
        assertThat(changed(undrain)).isFalse();

        var audit = management
                .send(Request.of("GET", "/management/audit?limit=2").as(management.operator()))
                .expect(200)
                .json()
                .path("items");
        assertThat(audit.path(0).path("action").asText()).isEqualTo("withdraw");
        assertThat(audit.path(1).path("action").asText()).isEqualTo("give");
        assertThat(audit.path(1).path("reason").asText()).isEqualTo("new disk");
        assertThat(audit.path(1).path("subject").asText()).isEqualTo(self());
    }

    @Test
    void aTypeThatIsNotThereIsNotFound() {
        for (var path : List.of("/management/shards?type=no.such", "/management/entities/no.such/acme/x")) {
            management.send(Request.of("GET", path).as(management.operator())).expect(404, "not-found");
        }
    }

    @Test
    void nothingElseIsServed() {
        management.send(Request.of("GET", "/v1/tenants")).expect(404, "no-such-path");
        management.send(Request.of("DELETE", "/management/members")).expect(405, "method-not-allowed");
    }

    private boolean changed(Documented operation) {
        return management
                .send(call(operation, "7", self()).as(management.operator()))
                .expect(200)
                .json()
                .path("changed")
                .asBoolean();
    }

    private String self() {
        return management
                .send(Request.of("GET", "/management/members").as(management.operator()))
                .expect(200)
                .json()
                .at("/items/0/node")
                .asText();
    }

    private static Request call(Documented operation, String shard, String node) {
        var path = Map.of(
                "type", "identity.user",
                "shard", shard,
                "tenant", "acme",
                "id", "u_x1",
                "node", node,
                "projection", "identity",
                "view", "identity",
                "reaction", "identity@email-claims",
                "logger", "dev.perennial.app.security");
        var request = operation.request(path);
        return operation.hasBody()
                ? request.json(operation
                        .bodyExample()
                        .toString()
                        .replace("\"10.0.0.1:7355\",\"10.0.0.2:7355\"", "\"" + node + "\"")
                        .replace("10.0.0.2:7355", node))
                : request;
    }

    private static Documented named(String id) {
        return OPERATIONS.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
