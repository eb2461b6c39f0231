package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Contract;
import dev.perennial.app.management.Management;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    void aProjectionRestsUntilItIsResumedAndSaysSo() {
        order("PUT", "/management/projections/identity/pause", "{\"reason\":\"test\"}");
        await().until(() -> projection("identity").path("paused").asBoolean() && runnersAre("identity", "paused"));
        api.tenant();
        await().until(() ->
                runners("identity").anyMatch(runner -> runner.path("lagMillis").asLong() > 0));

        order("DELETE", "/management/projections/identity/pause?reason=test", "");
        await().until(() -> runnersAre("identity", "running"));
        await().until(() ->
                runners("identity").allMatch(runner -> runner.path("lagMillis").asLong() == 0));
    }

    @Test
    void aReactionIsTurnedBackAndViewsAreNot() {
        api.tenant().invite("member");
        await().until(() -> events() > 0);
        var before = events();
        order("POST", "/management/reactions/identity@email-claims/reset", """
                {"position":{"transaction":"0","ordering":0},"reason":"test"}""");
        await().atMost(Duration.ofSeconds(20)).until(() -> events() > before);
        for (var nothing : List.of("/management/reactions/identity/reset", "/management/reactions/no/reset")) {
            management
                    .send(Request.of("POST", nothing).as(management.operator()).json("""
                                    {"time":"2026-11-21T12:00:00Z","reason":"test"}"""))
                    .expect(404, "not-found");
        }
    }

    @Test
    void anEntityTellsWhatItIsDoingAndIsNotWokenByIt() {
        var tenant = api.tenant();
        var awake = get("/management/entities/identity.tenant/%1$s/%1$s".formatted(tenant.id()));
        assertThat(awake.path("inMemory").asBoolean()).isTrue();
        assertThat(awake.at("/activity/revision").asLong()).isEqualTo(1);
        assertThat(awake.at("/activity/remembered").asLong()).isZero();

        for (int i = 0; i < 2; i++) {
            var asleep = get("/management/entities/identity.tenant/%s/nobody".formatted(tenant.id()));
            assertThat(asleep.path("inMemory").asBoolean(true)).isFalse();
            assertThat(asleep.path("activity").isNull()).isTrue();
        }
    }

    @Test
    void aProjectionThatFailsIsStuckUntilItComesThrough() throws Exception {
        try (var owner = DriverManager.getConnection(api.databaseUrl());
                var statement = owner.createStatement()) {
            statement.execute("alter table identity.tenants add constraint test check (id <> 'stuck')");
            api.send(Request.of("POST", "/v1/tenants").as(api.operator()).json("""
                    {"id":"stuck","name":"Stuck"}"""))
                    .expect(201);
            await().until(() -> stuck().anyMatch(item -> item.path("times").asInt() > 1));
            assertThat(stuck())
                    .allMatch(item -> item.path("name").asText().startsWith("identity, slices"))
                    .allMatch(item -> item.path("error").asText().contains("constraint"))
                    .allMatch(item -> !item.path("again").isNull());
            statement.execute("alter table identity.tenants drop constraint test");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> stuck().findAny().isEmpty());
    }

    private Stream<JsonNode> stuck() {
        return StreamSupport.stream(
                get("/management/dead-letters").path("stuck").spliterator(), false);
    }

    @Test
    void aLogLevelIsChangedForATimeAndThatIsRecorded() {
        order("PUT", "/management/log-levels/test.logger", """
                {"level":"debug","lastingSeconds":2,"reason":"test"}""");
        assertThat(ownLevels()).contains("test.logger");
        await().until(() -> !ownLevels().contains("test.logger"));

        var audit = get("/management/audit?limit=1").path("items").path(0);
        assertThat(audit.path("kind").asText()).isEqualTo("set-log-level");
        assertThat(audit.path("detail").asText()).isEqualTo("debug for 2 s");
        assertThat(audit.path("nodes").path(0).asText()).isEqualTo(self());
    }

    private List<String> ownLevels() {
        return StreamSupport.stream(
                        get("/management/log-levels").at("/items/0/loggers").spliterator(), false)
                .map(own -> own.path("logger").asText())
                .toList();
    }

    @Test
    void viewsAreBuiltAnewOnceForEachOrder() {
        order("POST", "/management/views/identity/rebuild", "{\"reason\":\"test\"}");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !projection("identity").path("rebuildOrdered").asBoolean());
        var audit = get("/management/audit?limit=1").path("items").path(0);
        assertThat(audit.path("action").asText()).isEqualTo("fulfil");
        assertThat(audit.path("kind").asText()).isEqualTo("rebuild-view");
        management
                .send(Request.of("POST", "/management/views/identity@email-claims/rebuild")
                        .as(management.operator())
                        .json("{\"reason\":\"test\"}"))
                .expect(404, "not-found");
    }

    private void order(String method, String path, String body) {
        var request = Request.of(method, path).as(management.operator());
        management.send(body.isEmpty() ? request : request.json(body)).expect(200);
    }

    private JsonNode get(String path) {
        return management
                .send(Request.of("GET", path).as(management.operator()))
                .expect(200)
                .json();
    }

    private JsonNode projection(String name) {
        return StreamSupport.stream(get("/management/projections").path("items").spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Stream<JsonNode> runners(String projection) {
        return StreamSupport.stream(projection(projection).path("instances").spliterator(), false);
    }

    /** That the reaction has met since the node started. */
    private long events() {
        return runners("identity@email-claims")
                .mapToLong(runner -> runner.path("events").asLong())
                .sum();
    }

    private boolean runnersAre(String projection, String state) {
        return runners(projection)
                .allMatch(runner -> runner.path("state").asText().equals(state));
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
