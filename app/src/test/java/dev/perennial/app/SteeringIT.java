package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of what a node does besides answering requests, and that it does as they order. */
@ExtendWith(LiveNode.class)
class SteeringIT {

    private final Installation api;
    private final Installation management;

    SteeringIT(Installation installation) {
        this.api = installation;
        this.management = installation.management();
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
        assertThat(audit.path("nodes").path(0).asText())
                .isEqualTo(get("/management/members").at("/items/0/node").asText());
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
}
