package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is sold and bought, seen from outside, on a node by the real clock. */
@ExtendWith(LiveNode.class)
class SubscriptionsIT {

    /** Prices that are none. */
    static final List<String> BAD_MONEY = List.of(
            "{\"minor\":-1,\"currency\":\"EUR\"}",
            "{\"minor\":1e308,\"currency\":\"EUR\"}",
            "{\"minor\":9223372036854775808,\"currency\":\"EUR\"}",
            "{\"minor\":1000000000000001,\"currency\":\"EUR\"}",
            "{\"minor\":0.5,\"currency\":\"EUR\"}",
            "{\"minor\":\"5\",\"currency\":\"EUR\"}",
            "{\"minor\":5,\"currency\":\"QQQ\"}",
            "{\"minor\":5,\"currency\":\"eur\"}",
            "{\"minor\":5,\"currency\":\"XAU\"}",
            "{\"minor\":5}");

    private final Installation installation;

    SubscriptionsIT(Installation installation) {
        this.installation = installation;
    }

    @ParameterizedTest
    @FieldSource("BAD_MONEY")
    void badMoneyIsRefused(String price) {
        var tenant = installation.tenant();
        var body = "{\"price\":%s,\"interval\":\"month\"}";
        tenant.operator(publish("bad-" + tenant.id(), body.formatted(price))).expect(422);
        tenant.operator(publish(
                        "bad-" + tenant.id(),
                        body.formatted("{\"minor\":1,\"currency\":\"EUR\"},\"seatPrice\":" + price)))
                .expect(422);
        tenant.operator(Request.of("GET", "/v1/plans/bad-" + tenant.id())).expect(404);
    }

    @Test
    void theSeatsOfAPlanAreInItsCurrency() {
        var tenant = installation.tenant();
        tenant.operator(publish("mixed-" + tenant.id(), """
                {"price":{"minor":1,"currency":"EUR"},"interval":"month","seatPrice":{"minor":1,"currency":"USD"}}""")).expect(422, "plan.currencies-differ");
    }

    @Test
    void whereMoneyMovesAnIdempotencyKeyIsAMust() {
        var tenant = installation.tenant();
        var plan = tenant.plan("1900");
        tenant.operator(Request.of("POST", tenant.path("/subscription")).json("{\"plan\":\"%s\"}".formatted(plan)))
                .expect(400);
    }

    @Test
    void aSubscriptionKeepsTheVersionThatItBought() {
        var tenant = installation.tenant();
        var plan = tenant.plan("1900");
        tenant.startTrial(plan);

        tenant.operator(publish(plan, """
                {"price":{"minor":9900,"currency":"EUR"},"interval":"month","trialDays":14}""")).expect(200);

        var bought = tenant.operator(Request.of("GET", tenant.path("/subscription")))
                .expect(200)
                .json()
                .path("bought");
        assertThat(bought.path("version").asInt()).isEqualTo(1);
        assertThat(bought.path("price").path("minor").asLong()).isEqualTo(1900);
        assertThat(tenant.operator(Request.of("GET", "/v1/plans/" + plan))
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    /** However many ask at once, under keys of their own, one of them gets a subscription. */
    @Test
    void aTenantHasOneSubscription() {
        var tenant = installation.tenant();
        var plan = tenant.plan("1900");
        var orders = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> tenant.operator(Request.of("POST", tenant.path("/subscription"))
                                .with("Idempotency-Key", "at-once-" + i)
                                .json("{\"plan\":\"%s\",\"trial\":true}".formatted(plan)))))
                .toList();
        assertThat(orders.stream().map(CompletableFuture::join).map(Answer::status))
                .containsOnly(201, 409)
                .containsOnlyOnce(201);
    }

    @Test
    void allEntitlementsComeInOneAnswerAtOnce() {
        var tenant = installation.tenant();
        var before = entitlements(tenant);
        assertThat(before.text("/status")).isEqualTo("none");
        assertThat(before.json().path("quotas")).isEmpty();

        tenant.startTrial(tenant.plan("1900"));

        var trial = entitlements(tenant);
        assertThat(trial.text("/status")).isEqualTo("trialing");
        assertThat(trial.text("/features/0")).isEqualTo("sso");
        assertThat(trial.text("/quotas/0/meter")).isEqualTo("calls");
        assertThat(trial.json().at("/quotas/0/limit").asLong()).isEqualTo(1000);

        tenant.operator(Request.of("POST", tenant.path("/subscription/cancel"))
                        .with("Idempotency-Key", "end")
                        .json("{\"when\":\"now\"}"))
                .expect(200);
        assertThat(entitlements(tenant).json().path("plan").isNull()).isTrue();
    }

    @Test
    void nothingIsEntitledBeforeItIsPaid() {
        var tenant = installation.tenant();
        tenant.subscribe("{\"plan\":\"%s\",\"seats\":3}".formatted(tenant.plan("1900")));
        var history = tenant.operator(Request.of("GET", tenant.path("/subscription/history")))
                .expect(200)
                .json()
                .path("items");
        assertThat(history.path(0).path("event").asText()).isEqualTo("billing.subscription-ordered");
        var atOrder = tenant.operator(Request.of("GET", tenant.path("/entitlements?revision=2")))
                .expect(200);
        assertThat(atOrder.text("/status")).isEqualTo("incomplete");
        assertThat(atOrder.json().path("plan").isNull()).isTrue();
    }

    @Test
    void operatorsFindSubscriptionsByPlanAndStatus() {
        var tenant = installation.tenant();
        var plan = tenant.plan("1900");
        tenant.startTrial(plan);
        Awaiting.holds(() -> {
            var found = tenant.operator(Request.of("GET", "/v1/subscriptions?status=trialing&plan=" + plan))
                    .expect(200)
                    .json()
                    .path("items");
            assertThat(found).hasSize(1);
            assertThat(found.path(0).path("tenant").asText()).isEqualTo(tenant.id());
            assertThat(found.path(0).path("monthly").isNull()).isTrue();
        });
        assertThat(tenant.operator(Request.of("GET", "/v1/subscriptions?status=past-due&plan=" + plan))
                        .json()
                        .path("items"))
                .isEmpty();
    }

    /** Used under a quota that costs nothing, then priced by a draft: two hours of it within one day. */
    @Test
    void whatIfPricesWhatWasReallyUsed() {
        var tenant = installation.tenant();
        var meter = "m-" + tenant.id();
        tenant.operator(Request.of("PUT", "/v1/meters/" + meter)
                        .json("{\"name\":\"Calls\",\"aggregation\":\"sum\",\"graceSeconds\":604800}"))
                .expect(200);
        var plan = "free-" + tenant.id();
        tenant.operator(publish(plan, """
                {"price":{"minor":0,"currency":"EUR"},"interval":"month",
                 "quotas":[{"meter":"%s","scope":"subject","reset":"day","limit":null}]}""".formatted(meter))).expect(200);
        tenant.subscribe("{\"plan\":\"%s\"}".formatted(plan));
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        record(tenant, meter, "ada", 700, now.minusSeconds(7200));
        record(tenant, meter, "bob", 500, now.minusSeconds(3600));
        record(tenant, meter, "bob", 9000, now.minusSeconds(200_000));

        var asked =
                Request.of("POST", tenant.path("/what-if")).json("""
                {"from":"%s","terms":{"price":{"minor":100,"currency":"EUR"},"interval":"day","quotas":[
                  {"meter":"%s","reset":"billing","limit":null,"included":1000,
                   "overage":[{"upTo":100,"minor":3,"per":1},{"upTo":null,"minor":1,"per":8}]}]}}""".formatted(now.minusSeconds(86_400 + 60), meter));
        Awaiting.holds(() -> {
            var answer = tenant.operator(asked).expect(200);
            assertThat(answer.json().at("/usage/0/units").asLong()).isEqualTo(1200);
            // 100 of the price, 100 units for 3 each, and 100 for an eighth each: 12.5, rounded away from zero.
            assertThat(answer.json().at("/total/minor").asLong()).isEqualTo(100 + 300 + 13);
            assertThat(answer.json().path("lines")).hasSize(4);
        });
        assertThat(tenant.operator(Request.of("GET", "/v1/plans/draft")).status())
                .isEqualTo(404);
    }

    /** By a key that may read billing and nothing else. */
    @Test
    void aTenantSeesWhatIsSold() {
        var tenant = installation.tenant();
        var offered = tenant.plan("1900");
        var retired = tenant.plan("2900");
        tenant.operator(Request.of("POST", "/v1/plans/" + retired + "/retire").with("Idempotency-Key", "retire"))
                .expect(200);
        var key = tenant.key("viewer", "\"billing:read\"").text();
        Awaiting.holds(() -> {
            var items = installation
                    .send(Request.of("GET", tenant.path("/plans?limit=100")).as(key))
                    .expect(200)
                    .json()
                    .path("items");
            assertThat(items.findValuesAsText("id")).contains(offered).doesNotContain(retired);
            assertThat(items.valueStream()
                            .filter(item -> item.path("id").asText().equals(offered))
                            .findFirst()
                            .orElseThrow()
                            .at("/terms/price/minor")
                            .asLong())
                    .isEqualTo(1900);
        });
    }

    @Test
    void whatIfIsAboutThePast() {
        var tenant = installation.tenant();
        var plan = tenant.plan("1900");
        tenant.operator(Request.of("POST", tenant.path("/what-if"))
                        .json("{\"plan\":\"%s\",\"from\":\"%s\"}".formatted(plan, Instant.now())))
                .expect(422, "invalid-body");
        tenant.operator(Request.of("POST", tenant.path("/what-if")).json("{\"from\":\"2026-01-01T00:00:00Z\"}"))
                .expect(422, "invalid-body");
    }

    private static void record(TestTenant tenant, String meter, String subject, long units, Instant at) {
        tenant.operator(Request.of("POST", tenant.path("/usage"))
                        .json("""
                {"events":[{"source":"it","id":"%s-%d","meter":"%s","subject":"%s","units":%d,"at":"%s"}]}""".formatted(subject, units, meter, subject, units, at)))
                .expect(200);
    }

    private static Answer entitlements(TestTenant tenant) {
        return tenant.operator(Request.of("GET", tenant.path("/entitlements"))).expect(200);
    }

    private static Request publish(String plan, String terms) {
        return Request.of("PUT", "/v1/plans/" + plan)
                .with("Idempotency-Key", "publish-" + terms.hashCode())
                .json(terms);
    }
}
