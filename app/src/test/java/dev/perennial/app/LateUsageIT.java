package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.billing.BillingModule;
import dev.perennial.app.identity.IdentityModule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Usage that comes when its period was invoiced is on the next invoice, and that of an ended subscription on a last one. On a
 * node with all that bills, but for a provider: what is to be paid waits.
 */
class LateUsageIT {

    private static final Instant START = Instant.parse("2028-01-31T09:30:00Z");
    private static final Instant FIRST_HOUR = Instant.parse("2028-02-28T10:15:00Z");
    private static final Instant SECOND_HOUR = Instant.parse("2028-02-28T11:15:00Z");
    private static final Instant RENEWAL = Instant.parse("2028-02-29T09:30:00Z");
    private static final Instant SECOND_RENEWAL = Instant.parse("2028-03-31T09:30:00Z");
    private static final Instant CLOSED = Instant.parse("2028-04-10T09:30:00Z");

    /** For a chain of steps, each of which waits for the one before, on a node that has just started. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final JumpingClock clock = new JumpingClock(START);
    private int recorded;

    @Test
    void isBilledWithWhatFollows() {
        var node = start();
        var operator = node.firstOperatorKey().orElseThrow();
        var installation = new Installation(node.address().orElseThrow(), operator, "", data, Optional.empty());
        var tenant = new TestTenant(installation, "late");
        prepare(tenant);
        clock.jump(SECOND_HOUR.plusSeconds(60));
        record(tenant, "calls", 60, FIRST_HOUR);
        record(tenant, "jobs", 4, FIRST_HOUR);
        record(tenant, "jobs", 4, SECOND_HOUR);

        clock.jump(RENEWAL);
        var first = invoice(tenant, 1);
        assertThat(lines(first)).containsExactly("calls, included: 60 for 0", "jobs, included: 8 for 0");

        record(tenant, "calls", 70, FIRST_HOUR);
        record(tenant, "jobs", 3, FIRST_HOUR);
        clock.jump(SECOND_RENEWAL);
        var second = invoice(tenant, 2);
        assertThat(lines(second))
                .containsExactly(
                        "calls, 2028-01-31 to 2028-02-29, recorded late: 30 for 60",
                        "jobs, 2028-01-31 to 2028-02-29, recorded late: 2 for 6");

        // The second charge was open when it ended: what it was to bill is on the third invoice.
        end(tenant);
        assertThat(lines(invoice(tenant, 3))).isEqualTo(lines(second));
        record(tenant, "calls", 110, SECOND_RENEWAL.minusSeconds(1));
        clock.jump(CLOSED);
        assertThat(lines(invoice(tenant, 4)))
                .containsExactly("calls, 2028-02-29 to 2028-03-31, recorded late: 10 for 20");
        node.close();
    }

    /** A hundred calls of a period and five jobs of an hour cost nothing. */
    private static void prepare(TestTenant tenant) {
        for (var meter : List.of("calls", "jobs")) {
            tenant.operator(Request.of("PUT", "/v1/meters/" + meter).json("""
                    {"name":"Used","aggregation":"sum","graceSeconds":604800}""")).expect(200);
        }
        tenant.operator(Request.of("PUT", "/v1/plans/metered")
                        .with("Idempotency-Key", "metered")
                        .json("""
                {"price":{"minor":0,"currency":"EUR"},"interval":"month","quotas":[
                  {"meter":"calls","reset":"billing","limit":null,"included":100,
                   "overage":[{"upTo":null,"minor":2,"per":1}]},
                  {"meter":"jobs","reset":"hour","limit":null,"included":5,
                   "overage":[{"upTo":null,"minor":3,"per":1}]}]}"""))
                .expect(200);
        tenant.operator(Request.of("POST", "/v1/tenants").json("""
                {"id":"%s","name":"Tenant"}""".formatted(tenant.id())))
                .expect(201);
        tenant.subscribe("{\"plan\":\"metered\"}");
    }

    private void record(TestTenant tenant, String meter, long units, Instant at) {
        var answer = tenant.operator(
                        Request.of("POST", tenant.path("/usage")).json("""
                {"events":[{"source":"it","id":"e-%d","meter":"%s","units":%d,"at":"%s"}]}""".formatted(++recorded, meter, units, at)))
                .expect(200);
        assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(1);
    }

    private static void end(TestTenant tenant) {
        tenant.operator(Request.of("POST", tenant.path("/subscription/cancel"))
                        .with("Idempotency-Key", "end")
                        .json("{\"when\":\"now\"}"))
                .expect(200);
    }

    private static JsonNode invoice(TestTenant tenant, int charge) {
        var request = Request.of("GET", tenant.path("/invoices/charge-" + charge));
        await().atMost(PATIENCE).untilAsserted(() -> {
            var invoice = tenant.operator(request).expect(200);
            assertThat(invoice.json().path("number").isIntegralNumber())
                    .as(invoice.body())
                    .isTrue();
        });
        return tenant.operator(request).json();
    }

    /** Those of usage. */
    private static List<String> lines(JsonNode invoice) {
        return invoice.path("lines")
                .valueStream()
                .filter(line -> !line.path("text").asText().startsWith("metered"))
                .map(line -> "%s: %d for %d"
                        .formatted(
                                line.path("text").asText(),
                                line.path("quantity").asLong(),
                                line.path("amount").asLong()))
                .toList();
    }

    private Node start() {
        return ClockedNode.start(data, clock, new IdentityModule(), new BillingModule());
    }
}
