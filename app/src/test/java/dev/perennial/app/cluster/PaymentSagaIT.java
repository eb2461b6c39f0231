package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the provider does and whenever the node dies: what is paid was charged once, and what is not wanted is given back. */
class PaymentSagaIT {

    private static final Duration SETTLED = Duration.ofSeconds(30);

    private static Simulator simulator;
    private static Cluster cluster;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        simulator = new Simulator(Files.createTempDirectory("payments").resolve("ledger.jsonl"));
        cluster = new Cluster(simulator.settings());
        simulator.calls(cluster);
        client = new Client(cluster);
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
        simulator.close();
    }

    @Test
    void whateverTheProviderDoesTheEndIsRight() {
        var plain = pay("plain", 1_000);
        var declined = pay("declined", 1_402);
        var slow = pay("slow", 1_408);
        var failing = pay("failing", 1_500);
        var late = pay("late", 1_202);

        awaitPaid(plain);
        awaitStatus(declined, "declined");
        assertThat(invoice(declined).path("status").asText()).isEqualTo("open");
        awaitPaid(late);
        awaitPaid(slow);
        awaitPaid(failing);
        for (var each : List.of(plain, slow, failing, late)) {
            assertThat(simulator.charges(each.tenant())).as(each.tenant()).isEqualTo(1);
        }
        assertThat(simulator.charges("declined")).isZero();
        // Told twice, by what it signed.
        await().atMost(SETTLED).until(() -> simulator.callbacks().size() == 2);
        assertThat(simulator.callbacks()).containsOnly(204);

        // After a refusal one may try again, under another name.
        var again = new Paying(declined.tenant(), declined.invoice(), collect(declined.tenant(), declined.invoice()));
        awaitStatus(again, "declined");
        assertThat(again.payment()).isNotEqualTo(declined.payment());
    }

    @Test
    void whatIsVoidedWhileItIsChargedIsGivenBack() {
        simulator.next("charge", "HOLD_AFTER");
        var paying = pay("unwanted", 2_000);
        simulator.awaitHeld(1);
        command(paying.tenant(), "/invoices/" + paying.invoice() + "/void", "{\"reason\":\"Changed our mind\"}");
        simulator.release();

        awaitStatus(paying, "refunded");
        assertThat(simulator.charges("unwanted")).isEqualTo(1);
        assertThat(simulator.kept("unwanted")).isZero();
        assertThat(invoice(paying).path("status").asText()).isEqualTo("void");
    }

    @Test
    void aCreditGivesBackAPart() {
        var paying = pay("credited", 3_000);
        awaitPaid(paying);
        command(
                paying.tenant(),
                "/invoices/" + paying.invoice() + "/credits",
                "{\"amount\":{\"minor\":1200,\"currency\":\"EUR\"},\"reason\":\"An outage\"}");
        await().atMost(SETTLED).until(() -> simulator.kept("credited") == 1_800);
    }

    @Test
    void numbersHaveNoGapsHoweverManyFinaliseAtOnce() {
        create("numbers");
        var drafts = Records.all(
                        IntStream.range(0, 20).mapToObj(_ -> client.perform(post("numbers", "/invoices", draft(100)))))
                .stream()
                .map(answer -> Records.json(answer).path("id").asText())
                .toList();
        command("numbers", "/invoices/" + drafts.getFirst() + "/void", "{\"reason\":\"Not this one\"}");
        var finalised = drafts.subList(1, drafts.size());
        var numbers = Records.all(Stream.concat(finalised.stream(), finalised.stream())
                        .map(id -> client.perform(post("numbers", "/invoices/" + id + "/finalise", ""))))
                .stream()
                .map(answer -> Records.json(answer).path("number").asLong())
                .distinct()
                .sorted()
                .toList();
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 19).boxed().toList());
    }

    @Test
    void aSubscriptionIsWhatWasPaidFor() {
        plan("paid", 4_900);
        plan("refused", 1_402);
        create("subscriber");
        command("subscriber", "/subscription", "{\"plan\":\"refused\",\"seats\":1}");
        await().atMost(SETTLED)
                .ignoreExceptions()
                .until(() -> read("subscriber", "/payments/charge-1-1")
                        .path("status")
                        .asText()
                        .equals("declined"));
        assertThat(read("subscriber", "/subscription").path("status").asText()).isEqualTo("incomplete");
        assertThat(read("subscriber", "/invoices/charge-1").path("status").asText())
                .isEqualTo("open");
        command("subscriber", "/subscription/cancel", "{\"when\":\"now\"}");
        await().atMost(SETTLED)
                .ignoreExceptions()
                .until(() -> read("subscriber", "/invoices/charge-1")
                        .path("status")
                        .asText()
                        .equals("void"));

        command("subscriber", "/subscription", "{\"plan\":\"paid\",\"seats\":1}");
        await().atMost(SETTLED)
                .ignoreExceptions()
                .until(() -> read("subscriber", "/subscription")
                        .path("status")
                        .asText()
                        .equals("active"));
        assertThat(read("subscriber", "/invoices/charge-2").path("status").asText())
                .isEqualTo("paid");
        assertThat(simulator.charges("subscriber")).isEqualTo(1);
        assertThat(simulator.kept("subscriber")).isEqualTo(4_900);
    }

    @Test
    void aTopUpBringsCreditsOnceItIsPaid() {
        create("topped");
        client.perform(Command.of("PUT", path("topped", "/wallets/main"), "{\"name\":\"Main\"}"))
                .join();
        client.perform(Command.of("PUT", path("topped", "/wallets/main/top-up"), """
                        {"threshold":10,"amount":100,"price":{"minor":999,"currency":"EUR"},"priority":1,"expiresAfterDays":0,"mostPerDay":3}"""))
                .join();
        await().atMost(SETTLED)
                .until(() -> read("topped", "/wallets/main").path("available").asLong() == 100);
        assertThat(simulator.charges("topped")).isEqualTo(1);
        assertThat(simulator.kept("topped")).isEqualTo(999);
    }

    /** The node dies when it has come to writing such an event, which is then not written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "billing.invoice-finalised",
                "billing.payment-requested",
                "billing.payment-succeeded",
                "billing.invoice-paid"
            })
    void aNodeThatDiesBetweenTwoStepsIsFollowedByAnother(String event) throws Exception {
        var tenant = event.replace('.', '-');
        create(tenant);
        var invoice = id(command(tenant, "/invoices", draft(4_000)));
        var node = cluster.nodes().getFirst();
        try (var gate = Gate.close(cluster.postgres(), tenant, event + "%")) {
            if (event.equals("billing.invoice-finalised")) {
                var _ = client.send(node, post(tenant, "/invoices/" + invoice + "/finalise", ""));
            } else {
                command(tenant, "/invoices/" + invoice + "/finalise", "");
                var _ = client.send(node, post(tenant, "/invoices/" + invoice + "/pay", ""));
            }
            gate.awaitSomeoneBefore();
            node.kill();
        }
        cluster.restart(node);

        if (event.equals("billing.invoice-finalised")) {
            await().atMost(SETTLED).until(() -> number(tenant, invoice) == 1);
            var next = id(command(tenant, "/invoices", draft(1)));
            assertThat(Records.json(command(tenant, "/invoices/" + next + "/finalise", ""))
                            .path("number")
                            .asLong())
                    .isEqualTo(2);
            collect(tenant, invoice);
        }
        await().atMost(SETTLED)
                .until(() -> read(tenant, "/invoices/" + invoice)
                        .path("status")
                        .asText()
                        .equals("paid"));
        assertThat(simulator.charges(tenant)).isEqualTo(1);
        assertThat(simulator.kept(tenant)).isEqualTo(4_000);
    }

    @Test
    void aNodeThatDiesWhileTheProviderIsAskedIsFollowedByAnother() {
        // Paid and to be given back; charged, and nobody knows; asked, and not charged yet.
        var refunded = pay("dies-refunding", 1_000);
        awaitPaid(refunded);
        simulator.next("refund", "HOLD_AFTER");
        command(
                refunded.tenant(),
                "/invoices/" + refunded.invoice() + "/credits",
                "{\"amount\":{\"minor\":1000,\"currency\":\"EUR\"},\"reason\":\"All of it\"}");
        simulator.awaitHeld(1);
        simulator.next("charge", "HOLD_AFTER");
        var after = pay("dies-after", 1_001);
        simulator.awaitHeld(2);
        simulator.next("charge", "HOLD_BEFORE");
        var before = pay("dies-before", 1_002);
        simulator.awaitHeld(3);
        var node = cluster.nodes().getFirst();
        node.kill();
        simulator.release();
        cluster.restart(node);

        awaitPaid(after);
        awaitPaid(before);
        awaitStatus(refunded, "refunded");
        assertThat(simulator.charges("dies-after")).isEqualTo(1);
        assertThat(simulator.charges("dies-before")).isEqualTo(1);
        assertThat(simulator.kept("dies-refunding")).isZero();
    }

    private record Paying(String tenant, String invoice, String payment) {}

    /** A tenant of its own with an invoice that is being paid. */
    private static Paying pay(String tenant, long amount) {
        create(tenant);
        var invoice = id(command(tenant, "/invoices", draft(amount)));
        command(tenant, "/invoices/" + invoice + "/finalise", "");
        return new Paying(tenant, invoice, collect(tenant, invoice));
    }

    private static void plan(String plan, long price) {
        client.perform(Command.of("PUT", "/v1/plans/" + plan, """
                        {"price":{"minor":%d,"currency":"EUR"},"interval":"month","trialDays":0,"seats":1,\
                        "seatPrice":{"minor":0,"currency":"EUR"},"features":[],"quotas":[]}""".formatted(price)))
                .join();
    }

    private static String collect(String tenant, String invoice) {
        return Records.json(command(tenant, "/invoices/" + invoice + "/pay", ""))
                .path("payment")
                .asText();
    }

    private static void awaitPaid(Paying paying) {
        await().atMost(SETTLED)
                .until(() -> invoice(paying).path("status").asText().equals("paid"));
        assertThat(payment(paying).path("status").asText()).isEqualTo("succeeded");
    }

    private static void awaitStatus(Paying paying, String status) {
        await().atMost(SETTLED)
                .until(() -> payment(paying).path("status").asText().equals(status));
    }

    private static JsonNode invoice(Paying paying) {
        return read(paying.tenant(), "/invoices/" + paying.invoice());
    }

    /** Nothing before it is there. */
    private static JsonNode payment(Paying paying) {
        return switch (client.settle(Command.get(path(paying.tenant(), "/payments/" + paying.payment())))
                .join()) {
            case Attempt.Done done -> Records.json(done.body());
            case Attempt.Refused _, Attempt.Again _ -> Records.json("{}");
        };
    }

    private static long number(String tenant, String invoice) {
        return read(tenant, "/invoices/" + invoice).path("number").asLong();
    }

    private static JsonNode read(String tenant, String path) {
        return Records.json(client.perform(Command.get(path(tenant, path))).join());
    }

    private static String command(String tenant, String path, String body) {
        return client.perform(post(tenant, path, body)).join();
    }

    private static Command post(String tenant, String path, String body) {
        return Command.of("POST", path(tenant, path), body);
    }

    private static String path(String tenant, String path) {
        return "/v1/tenants/" + tenant + path;
    }

    private static String draft(long amount) {
        return """
                {"currency":"EUR","lines":[{"text":"Work","quantity":1,"minor":%d,"per":1}]}""".formatted(amount);
    }

    private static String id(String answer) {
        return Records.json(answer).path("id").asText();
    }

    private static void create(String tenant) {
        client.perform(Command.of("POST", "/v1/tenants", "{\"id\":\"%s\",\"name\":\"Pays\"}".formatted(tenant)))
                .join();
    }
}
