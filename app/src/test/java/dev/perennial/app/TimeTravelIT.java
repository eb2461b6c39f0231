package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.billing.BillingModule;
import dev.perennial.app.http.Routes;
import dev.perennial.app.identity.IdentityModule;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.shell.CommandMeta;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two years of four subscriptions in seconds: the clock jumps from one moment at which something is due to the next, and
 * the real timer does the rest, on a node that is stopped for a while on the way. Whoever collects is played here: it pays
 * at once, but for one tenant whose card is refused from the fifth charge on.
 */
class TimeTravelIT {

    private static final Instant START = Instant.parse("2028-01-31T09:30:00Z");
    private static final Instant LEAP_DAY = Instant.parse("2028-02-29T12:00:00.250Z");
    private static final Instant END =
            START.atOffset(ZoneOffset.UTC).plusYears(2).plusDays(1).toInstant();
    private static final Duration TRIAL = Duration.ofDays(14);
    private static final int PAID_BEFORE_REFUSAL = 4;

    @TempDir
    Path data;

    private final JumpingClock clock = new JumpingClock(START);

    /** Billing with its real timer, and with someone in the place of invoices and payments. */
    private record Collected(BillingModule billing, String refused) implements Module {

        @Override
        public String name() {
            return billing.name();
        }

        @Override
        public List<String> contracts() {
            return billing.contracts();
        }

        @Override
        public List<EntityType<?, ?, ?, ?>> entities() {
            return billing.entities();
        }

        @Override
        public Optional<ViewModule> views(Platform platform) {
            return billing.views(platform);
        }

        @Override
        public List<Chore> chores(Platform platform) {
            return billing.chores(platform).stream()
                    .filter(chore -> chore.name().equals("subscription-timers"))
                    .toList();
        }

        @Override
        public Routes routes(Platform platform) {
            return billing.routes(platform);
        }

        @Override
        public List<Projection> reactions(Platform platform) {
            return List.of(Projection.reaction(
                    "collector",
                    BillingEntities.SUBSCRIPTION,
                    events -> events.forEach(event -> collect(platform, event))));
        }

        private void collect(Platform platform, StoredEvent event) {
            switch (event.event()) {
                case ChargeDue(var charge) -> settle(platform, event, charge.id(), 1);
                case ChargeRetryDue(var charge, var attempt) -> settle(platform, event, charge, attempt);
                default -> {
                    // Nothing is asked for.
                }
            }
        }

        private void settle(Platform platform, StoredEvent event, ChargeId charge, int attempt) {
            var entity = event.entity();
            var isRefused = entity.tenant().value().equals(refused) && charge.value() > PAID_BEFORE_REFUSAL;
            platform.entities()
                    .send(
                            BillingEntities.SUBSCRIPTION,
                            entity.tenant(),
                            entity.id(),
                            new SettleCharge(charge, attempt, isRefused ? Outcome.FAILED : Outcome.PAID),
                            CommandMeta.by(Caller.process("collector")))
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void twoYearsOfRenewalsTrialsAndDunning() {
        var node = start();
        var operator = node.firstOperatorKey().orElseThrow();
        var installation = installation(node, operator);
        var plans = installation.tenant();
        var monthly = plans.plan("1900");
        var yearly = yearly(plans);
        var monthEnd = new TestTenant(installation, "month-end");
        var trial = new TestTenant(installation, "trial");
        var leap = new TestTenant(installation, "leap");
        var refused = new TestTenant(installation, "refused");
        List.of(monthEnd, trial, leap, refused).forEach(TimeTravelIT::create);

        monthEnd.subscribe("{\"plan\":\"%s\"}".formatted(monthly));
        refused.subscribe("{\"plan\":\"%s\"}".formatted(monthly));
        trial.startTrial(monthly);
        live(List.of(monthEnd, trial, refused), LEAP_DAY);
        leap.subscribe("{\"plan\":\"%s\"}".formatted(yearly));
        var halfway = Instant.parse("2029-01-20T00:00:00Z");
        live(List.of(monthEnd, trial, refused, leap), halfway);

        // Renewals of three tenants fall into the time without a node.
        node.close();
        clock.jump(Instant.parse("2029-03-01T00:00:00Z"));
        node = start();
        var again = installation(node, operator);
        var all = List.of(monthEnd, trial, refused, leap).stream()
                .map(tenant -> new TestTenant(again, tenant.id()))
                .toList();
        live(all, END);

        assertRenewals(all.get(0), months(START, 24));
        assertRenewals(all.get(1), months(START.plus(TRIAL), 23));
        assertRenewals(all.get(3), List.of(Instant.parse("2029-02-28T12:00:00.250Z")));
        assertDunned(all.get(2));
        assertRevenue(again);
        node.close();
    }

    /** From one moment at which something is due to the next. */
    private void live(List<TestTenant> tenants, Instant until) {
        settled(tenants);
        var next = next(tenants);
        while (next.isBefore(until)) {
            clock.jump(next);
            settled(tenants);
            next = next(tenants);
        }
        clock.jump(until);
        settled(tenants);
    }

    /** Nothing is due and nothing is being collected. */
    private void settled(List<TestTenant> tenants) {
        tenants.forEach(tenant -> Awaiting.holds(() -> {
            var subscription = subscription(tenant);
            assertThat(nextAt(subscription)).isAfter(clock.instant());
            var charge = subscription.path("charge");
            assertThat(charge.isNull() || charge.path("failed").asBoolean()).isTrue();
        }));
    }

    private static Instant next(List<TestTenant> tenants) {
        return tenants.stream()
                .map(tenant -> nextAt(subscription(tenant)))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant nextAt(JsonNode subscription) {
        var at = subscription.path("nextAt");
        return at.isNull() ? Instant.MAX : Instant.parse(at.asText());
    }

    private static JsonNode subscription(TestTenant tenant) {
        return tenant.operator(Request.of("GET", tenant.path("/subscription")))
                .expect(200)
                .json();
    }

    /** Each period began at its anniversary and was charged once. */
    private static void assertRenewals(TestTenant tenant, List<Instant> expected) {
        var history = history(tenant);
        var renewals = of(history, "subscription-renewed")
                .map(data -> Instant.parse(data.path("period").path("start").asText()))
                .toList();
        assertThat(renewals).as(tenant.id()).isEqualTo(expected);
        var charged = of(history, "charge-due")
                .map(data -> Instant.parse(
                        data.path("charge").path("period").path("start").asText()))
                .toList();
        assertThat(charged.subList(1, charged.size())).as(tenant.id()).isEqualTo(expected);
        assertThat(of(history, "charge-paid").map(data -> data.path("charge").asInt()))
                .isEqualTo(IntStream.rangeClosed(1, expected.size() + 1).boxed().toList());
        assertThat(subscription(tenant).path("status").asText()).isEqualTo("active");
    }

    private static void assertDunned(TestTenant tenant) {
        var history = history(tenant);
        var first = months(START, 4).getLast();
        assertThat(of(history, "charge-failed")
                        .map(data -> Instant.parse(data.path("at").asText())))
                .containsExactly(
                        first,
                        first.plus(Duration.ofDays(1)),
                        first.plus(Duration.ofDays(3)),
                        first.plus(Duration.ofDays(5)),
                        first.plus(Duration.ofDays(7)));
        assertThat(of(history, "charge-due")).hasSize(PAID_BEFORE_REFUSAL + 1);
        assertThat(of(history, "charge-abandoned")).hasSize(1);
        var ended = subscription(tenant);
        assertThat(ended.path("status").asText()).isEqualTo("cancelled");
        assertThat(ended.path("endedBecause").asText()).isEqualTo("unpaid");
        assertThat(tenant.operator(Request.of("GET", tenant.path("/entitlements")))
                        .expect(200)
                        .json()
                        .path("plan")
                        .isNull())
                .isTrue();
    }

    /** 19.00 a month of two, then three, then two tenants, and a twelfth of 240.00 from the leap day on. */
    private static void assertRevenue(Installation installation) {
        Awaiting.holds(() -> {
            var months = installation
                    .send(Request.of("GET", "/v1/revenue?from=2028-01&to=2030-03")
                            .as(installation.operator()))
                    .expect(200)
                    .json()
                    .path("items");
            assertThat(months).hasSize(26);
            assertThat(recurring(months, "2028-01")).isEqualTo(2 * 1900);
            assertThat(recurring(months, "2028-02")).isEqualTo(3 * 1900 + 2000);
            assertThat(recurring(months, "2028-06")).isEqualTo(2 * 1900 + 2000);
            assertThat(recurring(months, "2030-02")).isEqualTo(2 * 1900 + 2000);
        });
    }

    private static long recurring(JsonNode months, String month) {
        for (var item : months) {
            if (item.path("month").asText().equals(month)) {
                return item.path("recurring").asLong();
            }
        }
        throw new AssertionError("no " + month + " in " + months);
    }

    private static Stream<JsonNode> of(List<JsonNode> history, String event) {
        return history.stream()
                .filter(item -> item.path("event").asText().equals("billing." + event))
                .map(item -> item.path("data"));
    }

    private static List<JsonNode> history(TestTenant tenant) {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = tenant.operator(Request.of("GET", tenant.path("/subscription/history?limit=100" + cursor)))
                    .expect(200)
                    .json();
            page.path("items").forEach(items::add);
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return items;
    }

    private static List<Instant> months(Instant anchor, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> anchor.atOffset(ZoneOffset.UTC).plusMonths(n).toInstant())
                .toList();
    }

    private static void create(TestTenant tenant) {
        tenant.operator(Request.of("POST", "/v1/tenants").json("""
                {"id":"%s","name":"Tenant"}""".formatted(tenant.id())))
                .expect(201);
    }

    private static String yearly(TestTenant by) {
        by.operator(Request.of("PUT", "/v1/plans/yearly")
                        .with("Idempotency-Key", "yearly")
                        .json("""
                {"price":{"minor":24000,"currency":"EUR"},"interval":"year"}"""))
                .expect(200);
        return "yearly";
    }

    private Installation installation(Node node, String operator) {
        return new Installation(node.address().orElseThrow(), operator, "", data, Optional.empty());
    }

    private Node start() {
        return ClockedNode.start(data, clock, new IdentityModule(), new Collected(new BillingModule(), "refused"));
    }
}
