package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quotas and usage on one node, as a client sees them. */
@ExtendWith(LiveNode.class)
class GateIT {

    private static final String TEN = "\"scope\":\"tenant\",\"reset\":\"month\",\"limit\":10,\"hard\":true";
    private static final String TEN_EACH = "\"scope\":\"subject\",\"reset\":\"month\",\"limit\":10,\"hard\":true";
    private static final String SOFT = "\"scope\":\"tenant\",\"reset\":\"month\",\"limit\":10,\"hard\":false";

    private final Installation installation;

    GateIT(Installation installation) {
        this.installation = installation;
    }

    private TestTenant with(String quota) {
        var tenant = installation.tenant();
        GateCalls.quota(tenant, "sum", quota);
        return tenant;
    }

    private static String path(TestTenant tenant, String rest) {
        return tenant.path("/meters/" + GateCalls.meter(tenant) + rest);
    }

    private static Request consume(TestTenant tenant, String body) {
        return Request.of("POST", path(tenant, "/consume")).json(body);
    }

    @Test
    void aHardLimitSaysWhatIsLeftAndThenWhyNot() {
        var tenant = with(TEN);

        var granted = tenant.operator(consume(tenant, "{\"units\":8}")).expect(200);
        var refused = tenant.operator(consume(tenant, "{\"units\":3}")).expect(429, "usage.limit-reached");

        assertThat(granted.json().path("remaining").asLong()).isEqualTo(2);
        assertThat(refused.text("/limit")).isEqualTo("10");
        assertThat(refused.text("/remaining")).isEqualTo("2");
        assertThat(Instant.parse(refused.text("/resetsAt"))).isAfter(Instant.now());
        assertThat(refused.header("Retry-After")).isPresent();
    }

    @Test
    void howeverManyCallAtOnceNotOneUnitMoreIsGranted() throws Exception {
        var tenant = with(TEN);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> call = () -> tenant.operator(consume(tenant, "{\"units\":1}"));
            var answers = callers
                    .invokeAll(IntStream.range(0, 60).mapToObj(_ -> call).toList())
                    .stream()
                    .map(Future::resultNow)
                    .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
            assertThat(answers).containsOnlyKeys(200, 429).containsEntry(200, 10L);
        }
    }

    @Test
    void aSoftLimitIsShownAndPassed() {
        var tenant = with(SOFT);
        var granted = tenant.operator(consume(tenant, "{\"units\":11}")).expect(200);
        assertThat(granted.json().path("over").asBoolean()).isTrue();
        assertThat(granted.json().path("remaining").asLong()).isZero();
    }

    @Test
    void eachSubjectHasItsOwn() {
        var tenant = with(TEN_EACH);
        tenant.operator(consume(tenant, "{\"units\":10,\"subject\":\"ada\"}")).expect(200);
        tenant.operator(consume(tenant, "{\"units\":1,\"subject\":\"ada\"}")).expect(429, "usage.limit-reached");
        tenant.operator(consume(tenant, "{\"units\":10,\"subject\":\"bob\"}")).expect(200);
        tenant.operator(consume(tenant, "{\"units\":1}")).expect(422, "usage.subject-missing");
    }

    @Test
    void whoHasNoQuotaUsesNothing() {
        var tenant = installation.tenant();
        tenant.operator(Request.of("PUT", "/v1/meters/" + GateCalls.meter(tenant))
                        .json("""
                        {"name":"Calls","aggregation":"sum","graceSeconds":0}"""))
                .expect(200);
        tenant.operator(consume(tenant, "{\"units\":1}")).expect(402, "subscription.none");
        var other = with(TEN);
        tenant.operator(Request.of("POST", other.path("/meters/" + GateCalls.meter(tenant) + "/consume"))
                        .json("{\"units\":1}"))
                .expect(403, "meter.not-entitled");
        tenant.operator(Request.of("POST", other.path("/meters/nothing/consume"))
                        .json("{\"units\":1}"))
                .expect(404, "meter.not-found");
    }

    @Test
    void badUnitsAreRefused() {
        var tenant = with(TEN);
        for (var units : List.of("0", "-1", "1.5", "1e308", "9223372036854775807", "1000000000001", "\"1\"", "null")) {
            tenant.operator(consume(tenant, "{\"units\":" + units + "}")).expect(422, "invalid-body");
        }
    }

    @Test
    void reservedUnitsAreKeptUntilTheyAreSettled() {
        var tenant = with(TEN);
        var reserve = Request.of("POST", path(tenant, "/reservations"));
        var kept = tenant.operator(reserve.json("{\"units\":8,\"expiresInSeconds\":600}"))
                .expect(201);
        tenant.operator(consume(tenant, "{\"units\":3}")).expect(429, "usage.limit-reached");

        var reservation = path(tenant, "/reservations/" + kept.text("/reservation"));
        tenant.operator(Request.of("POST", reservation + "/commit").json("{\"units\":5}"))
                .expect(200);
        tenant.operator(Request.of("POST", reservation + "/release")).expect(404, "usage.no-reservation");

        var checked = tenant.operator(Request.of("GET", path(tenant, "/check")).query("units=5"))
                .expect(200);
        assertThat(checked.json().path("allowed").asBoolean()).isTrue();
        assertThat(checked.json().at("/standing/used").asLong()).isEqualTo(5);
        var more = tenant.operator(Request.of("GET", path(tenant, "/check")).query("units=6"))
                .expect(200);
        assertThat(more.json().path("allowed").asBoolean()).isFalse();
    }

    private static String event(TestTenant tenant, String id, String more) {
        return "{\"source\":\"/gateway\",\"id\":\"%s\",\"meter\":\"%s\",\"units\":2%s}"
                .formatted(id, GateCalls.meter(tenant), more);
    }

    @Test
    void anEventCountsOnceHoweverItComes() {
        var tenant = with(SOFT);
        var today = LocalDate.now(ZoneOffset.UTC);
        var record = Request.of("POST", tenant.path("/usage"));
        var batch = "{\"events\":[%s,%s,%s]}"
                .formatted(
                        event(tenant, "a", ""),
                        event(tenant, "b", ",\"subject\":\"ada\""),
                        event(tenant, "old", ",\"at\":\"2020-02-29T12:00:00Z\""));
        var first = tenant.operator(record.json(batch)).expect(200);
        assertThat(first.json().toString()).isEqualTo("{\"accepted\":2,\"duplicates\":[],\"refused\":[2]}");

        var cloudEvents = """
                [{"specversion":"1.0","source":"/gateway","id":"b","type":"%1$s","subject":"ada","data":{"units":2}},
                 {"specversion":"1.0","source":"/gateway","id":"c","type":"%1$s","subject":"ada","time":"%2$sT00:00:00Z",
                  "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","data":{"units":5}}]""".formatted(GateCalls.meter(tenant), today);
        var second = tenant.operator(
                        record.json(cloudEvents).with("Content-Type", "application/cloudevents-batch+json"))
                .expect(200);
        assertThat(second.json().toString()).isEqualTo("{\"accepted\":1,\"duplicates\":[0],\"refused\":[]}");
        var single = """
                {"specversion":"1.0","source":"/gateway","id":"c","type":"%s"}""".formatted(GateCalls.meter(tenant));
        tenant.operator(record.json(single).with("Content-Type", "application/cloudevents+json"))
                .expect(200);

        var days = Request.of("GET", path(tenant, "/usage"))
                .query("from=%s&to=%s".formatted(today.minusDays(1), today.plusDays(2)));
        await().untilAsserted(() -> {
            var items = tenant.operator(days).expect(200).json().path("items");
            assertThat(items.findValuesAsText("subject")).containsExactly("", "ada");
            assertThat(items.findValuesAsText("units")).containsExactly("2", "7");
        });
        var page = tenant.operator(Request.of("GET", path(tenant, "/usage"))
                        .query("from=%s&to=%s&limit=1".formatted(today.minusDays(1), today.plusDays(2))))
                .expect(200);
        assertThat(page.text("/next")).isEqualTo(today + "_");
    }

    @Test
    void aBatchWithAMistakeChangesNothing() {
        var tenant = with(SOFT);
        var record = Request.of("POST", tenant.path("/usage"));
        var wrong = event(tenant, "b", "").replace(GateCalls.meter(tenant), "nothing");
        tenant.operator(record.json("{\"events\":[%s,%s]}".formatted(event(tenant, "a", ""), wrong)))
                .expect(404, "meter.not-found");
        var again = tenant.operator(record.json("{\"events\":[%s]}".formatted(event(tenant, "a", ""))))
                .expect(200);
        assertThat(again.json().path("accepted").asInt()).isEqualTo(1);
        var many = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> event(tenant, "e" + i, ""))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        tenant.operator(record.json(many)).expect(422, "invalid-body");
        tenant.operator(record.json("{}").with("Content-Type", "text/plain")).expect(415, "unsupported-media-type");
    }

    @Test
    void anotherPlanIsGoneByAndTheOldOneNeverAgain() {
        var tenant = with(TEN);
        tenant.operator(consume(tenant, "{\"units\":10}")).expect(200);
        tenant.operator(consume(tenant, "{\"units\":1}")).expect(429, "usage.limit-reached");
        var plan = "more-" + tenant.id();
        tenant.operator(Request.of("PUT", "/v1/plans/" + plan)
                        .with("Idempotency-Key", plan)
                        .json("""
                {"price":{"minor":0,"currency":"EUR"},"interval":"month","quotas":[{"meter":"%s",
                 "scope":"tenant","reset":"month","limit":20,"hard":true}]}""".formatted(GateCalls.meter(tenant))))
                .expect(200);
        tenant.operator(Request.of("PUT", tenant.path("/subscription/plan"))
                        .with("Idempotency-Key", "change")
                        .json("{\"plan\":\"%s\",\"when\":\"now\"}".formatted(plan)))
                .expect(200);
        await().untilAsserted(
                        () -> tenant.operator(consume(tenant, "{\"units\":10}")).expect(200));
    }
}
