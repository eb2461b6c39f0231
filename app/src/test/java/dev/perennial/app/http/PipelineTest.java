package dev.perennial.app.http;

import static dev.perennial.app.http.HostileInputTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.persistence.shell.EntityUnavailableException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {

    private static final byte[] NOTHING = {};
    private static ToyServer server;

    @BeforeAll
    static void start() {
        server = new ToyServer(Map.of(), 64);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /toys/acme/bear            |               | 401 | credential-missing
            GET    | /toys/acme/bear            | nonsense      | 401 | credential-invalid
            GET    | /toys/acme/bear            | viewer@acme   | 200 |
            GET    | /toys/acme/bear            | viewer@other  | 403 | foreign-tenant
            GET    | /toys/acme/bear            | operator      | 200 |
            GET    | /toys/acme/bear            | key@acme      | 200 |
            GET    | /toys/acme/bear            | key@other     | 403 | foreign-tenant
            DELETE | /toys/acme/owners/u_x      | member@acme   | 403 | insufficient-role
            DELETE | /toys/acme/owners/u_member | member@acme   | 204 |
            DELETE | /toys/acme/owners/u_x      | admin@acme    | 204 |
            DELETE | /toys/acme/owners/u_x      | owner@acme    | 204 |
            DELETE | /toys/acme/owners/u_x      | key@acme      | 403 | insufficient-scope
            DELETE | /toys/acme/owners/u_admin  | admin@other   | 403 | foreign-tenant
            DELETE | /toys/asleep/owners/u_x    | admin@asleep  | 403 | tenant-suspended
            DELETE | /toys/gone/owners/u_x      | owner@gone    | 403 | tenant-closed
            DELETE | /toys/asleep/owners/u_x    | operator      | 204 |
            GET    | /toys/asleep/bear          | viewer@asleep | 200 |
            PUT    | /toys/acme/owners/u_viewer/secret |        | 401 | credential-missing
            PUT    | /toys/acme/owners/u_viewer/secret | viewer@acme | 204 |
            PUT    | /toys/acme/owners/u_viewer/secret | owner@acme  | 403 | not-self
            PUT    | /toys/acme/owners/u_viewer/secret | viewer@other | 403 | foreign-tenant
            PUT    | /toys/acme/owners/u_viewer/secret | key@acme    | 403 | not-self
            PUT    | /toys/acme/owners/u_viewer/secret | key@other   | 403 | foreign-tenant
            PUT    | /toys/acme/owners/u_viewer/secret | operator    | 403 | not-self
            PUT    | /toys/asleep/owners/u_viewer/secret | viewer@asleep | 403 | tenant-suspended
            POST   | /toys/special              |               | 401 | credential-missing
            POST   | /toys/special              | owner@acme    | 403 | insufficient-role
            POST   | /toys/special              | key@acme      | 403 | insufficient-role
            POST   | /toys/special              | operator      | 204 |
            GET    | /me                        |               | 401 | credential-missing
            GET    | /me                        | key@acme      | 200 |
            GET    | /toys                      | nonsense      | 200 |
            """)
    void access(String method, String path, String credential, int status, String code) {
        var answer = credential == null
                ? server.send(method, path, NOTHING)
                : server.send(method, path, NOTHING, "Authorization", "Bearer " + credential);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            problem(answer, status, code);
        }
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void suspensionHoldsForPublicCommandsToo() {
        problem(put("/toys/asleep/bear"), 403, "tenant-suspended");
    }

    @Test
    void otherMethods() {
        var answer = server.send("PATCH", "/toys/acme/bear", NOTHING);

        problem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, PUT");
        assertThat(server.send("HEAD", "/toys", NOTHING).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                              | 200
            application/json                 | 200
            application/*;q=0.5              | 200
            text/html, application/json;q=.1 | 200
            text/html                        | 406
            application/json;q=0             | 406
            """)
    void negotiation(String accept, int status) {
        assertThat(server.send("GET", "/toys", NOTHING, "Accept", accept).statusCode())
                .isEqualTo(status);
    }

    @Test
    void validators() {
        var fresh = read();
        assertThat(fresh.headers().firstValue("ETag")).hasValue("\"7\"");

        var same = read("If-None-Match", "\"6\", W/\"7\"");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(read("If-None-Match", "\"6\"").statusCode()).isEqualTo(200);
    }

    @Test
    void everyAnswerIsGuarded() {
        for (var answer : new HttpResponse<?>[] {read(), server.send("GET", "/nowhere", NOTHING)}) {
            var headers = answer.headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(headers.firstValue("Strict-Transport-Security")).isPresent();
            assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
            assertThat(headers.firstValue("X-Request-Id").orElse("")).hasSize(16);
            assertThat(headers.firstValue("Server")).isEmpty();
        }
    }

    @Test
    void bugsAndOutagesTellNothingOfTheInside() {
        var failures = new ToyServer(
                Map.of(
                        "listToys",
                                _ -> {
                                    throw new IllegalStateException("secret of the inside");
                                },
                        "getMe", _ -> CompletableFuture.failedStage(new EntityUnavailableException("moving")),
                        "getToy",
                                new Flows(Executors.newVirtualThreadPerTaskExecutor()).handler(_ -> {
                                    throw new IllegalStateException(new SQLException("host db.internal", "08006"));
                                })),
                8);
        try (failures) {
            var bug = failures.send("GET", "/toys", NOTHING);
            assertThat(problem(bug, 500, "internal").get("incident").asText()).isNotEmpty();
            assertThat(bug.body()).doesNotContain("secret").doesNotContain("Exception");

            var moving = failures.send("GET", "/me", NOTHING, "Authorization", "operator");
            problem(moving, 503, "entity-unavailable");
            assertThat(moving.headers().firstValue("Retry-After")).hasValue("1");

            var outage = failures.send("GET", "/toys/acme/bear", NOTHING, "Authorization", "operator");
            problem(outage, 503, "unavailable");
            assertThat(outage.headers().firstValue("Retry-After")).isPresent();
            assertThat(outage.body()).doesNotContain("db.internal");
        }
    }

    @Test
    void beyondItsPlacesTheNodeRefusesAtOnce() {
        var release = new CompletableFuture<Reply>();
        var entered = new CountDownLatch(2);
        Handler slow = _ -> {
            entered.countDown();
            return release;
        };
        try (var small = new ToyServer(Map.of("listToys", slow), 2)) {
            var first = small.sendAsync("GET", "/toys", NOTHING);
            var second = small.sendAsync("GET", "/toys", NOTHING);
            await(entered);

            var refused = small.send("GET", "/toys", NOTHING);
            problem(refused, 503, "overloaded");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");

            release.complete(Reply.empty(204));
            assertThat(first.join().statusCode()).isEqualTo(204);
            assertThat(second.join().statusCode()).isEqualTo(204);
            assertThat(small.send("GET", "/toys", NOTHING).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void contractAndHandlersMustAgree() {
        var toys = Contract.of(List.of("toy-contract.yaml"));
        Handler none = _ -> new CompletableFuture<>();
        Map<String, Handler> all = toys.operations().stream().collect(Collectors.toMap(Operation::id, _ -> none));
        assertThat(Handlers.join(toys, List.of(() -> all))).hasSameSizeAs(all);
        assertThatThrownBy(() -> Handlers.join(toys, List.of(() -> all, () -> Map.of("undocumented", none))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("undocumented");
        assertThatThrownBy(() -> Handlers.join(toys, List.of(Map::of)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("getToy");
    }

    private static HttpResponse<String> read(String... headers) {
        var all = new ArrayList<>(List.of("Authorization", "viewer@acme"));
        all.addAll(List.of(headers));
        return server.send("GET", "/toys/acme/bear", NOTHING, all.toArray(String[]::new));
    }

    private static HttpResponse<String> put(String path) {
        return server.send(
                "PUT", path, "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
