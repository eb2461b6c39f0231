package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 64 clients at one hard limit and one wallet, through three nodes, of which one stands still for seconds while the others
 * take its place, and one is killed: not one unit more than the limit, and not one credit more than there is.
 */
@ExtendWith(ThreeNodes.class)
class OverrunIT {

    private static final Logger log = LoggerFactory.getLogger(OverrunIT.class);
    private static final int CLIENTS = 64;
    private static final int LIMIT = 3_000;
    private static final int CREDITS = 1_000;
    private static final String TENANT = "overrun";
    private static final String GATE = "billing.usage/" + TENANT + "/overrun-calls";
    private static final String WALLET = "billing.wallet/" + TENANT + "/main";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Operator operator;

    OverrunIT(Cluster cluster) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void nothingIsGrantedTwiceAndNothingAcknowledgedIsLost() throws Exception {
        try (var setup = new Client(cluster)) {
            prepare(setup);
        }
        try (var client = new Insistence(cluster.nodes(), cluster.operator());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var gate = new GateHistory(client, path("/meters/overrun-calls"), LIMIT);
            var wallet = new CreditHistory(client, path("/wallets/main"), CREDITS);
            var customers = Stream.generate(() -> new Customer(gate, wallet))
                    .limit(CLIENTS)
                    .toList();
            var work = customers.stream()
                    .map(customer -> CompletableFuture.runAsync(customer, threads))
                    .toList();
            try {
                awaitMore(gate, wallet);
                pause(home(GATE), client);
                awaitMore(gate, wallet);
                kill(home(WALLET), client);
                awaitMore(gate, wallet);
            } finally {
                customers.forEach(Customer::useUp);
            }
            work.forEach(CompletableFuture::join);

            log.info(
                    "{} operations at the gate, {} on the wallet, {} sendings repeated",
                    gate.size(),
                    wallet.size(),
                    client.repeated());
            assertGate(gate);
            assertWallet(wallet, customers);
        }
    }

    private static void assertGate(GateHistory gate) {
        assertThat(gate.check()).isEqualTo(LIMIT);
        assertThat(gate.granted()).isEqualTo(LIMIT);
        gate.assertLinearizable();
    }

    private static void assertWallet(CreditHistory history, List<Customer> customers) {
        var wallet = history.look();
        var held = customers.stream().mapToLong(Customer::held).sum();
        assertThat(wallet.path("consumed").asLong()).isEqualTo(history.captured());
        assertThat(wallet.path("held").asLong()).isGreaterThanOrEqualTo(held);
        assertThat(wallet.path("available").asLong()
                        + wallet.path("held").asLong()
                        + wallet.path("consumed").asLong())
                .isEqualTo(CREDITS);
        history.assertLinearizable();
    }

    /** Until it is gone for the others; then it goes on and finds out. */
    private void pause(NodeProcess node, Insistence client) throws Exception {
        var began = System.nanoTime();
        node.pause();
        // Clients go on trying it, but who manages the cluster does not.
        cluster.forget(node);
        try {
            await().atMost(LONG).until(() -> !operator.members().contains(node.node()));
            await().atMost(LONG).until(() -> !place(GATE).equals(node.node()));
        } finally {
            node.goOn();
        }
        log.info(
                "{} stood still for {} ms",
                node,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
        assertThat(node.endsWithin(LONG))
                .as("it finds that it is no member any more")
                .isTrue();
        assertThat(node.log())
                .as("it knew at once that what it remembers may be old, and ended orderly")
                .contains("This node stood still for")
                .doesNotContain("Exception in thread");
        cluster.complete(ThreeNodes.NODES);
        client.know(cluster.nodes());
    }

    private void kill(NodeProcess node, Insistence client) {
        node.kill();
        cluster.forget(node);
        client.know(cluster.nodes());
    }

    private NodeProcess home(String entity) {
        var node = place(entity);
        return cluster.nodes().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private String place(String entity) {
        return operator.get("/management/entities/" + entity).path("node").asText();
    }

    private static void awaitMore(GateHistory gate, CreditHistory wallet) {
        var atGate = gate.size() + 3 * CLIENTS;
        var onWallet = wallet.size() + 3 * CLIENTS;
        await().atMost(LONG).until(() -> gate.size() > atGate && wallet.size() > onWallet);
    }

    private void prepare(Client client) {
        client.perform(Command.of("POST", "/v1/tenants", "{\"id\":\"%s\",\"name\":\"Overrun\"}".formatted(TENANT)))
                .join();
        Stream.of(
                        Command.of("PUT", "/v1/meters/overrun-calls", """
                                {"name":"Calls","aggregation":"sum","graceSeconds":0}"""),
                        Command.of("PUT", "/v1/plans/overrun", """
                                {"price":{"minor":0,"currency":"EUR"},"interval":"month","trialDays":0,"seats":1,
                                 "seatPrice":{"minor":0,"currency":"EUR"},"features":[],
                                 "quotas":[{"meter":"overrun-calls","scope":"tenant","reset":"year","limit":%d,
                                            "hard":true,"included":0,"overage":[]}]}""".formatted(LIMIT)),
                        Command.of("POST", path("/subscription"), """
                                {"plan":"overrun","version":1,"seats":1,"trial":false}"""),
                        Command.of("PUT", path("/wallets/main"), "{\"name\":\"Main\"}"),
                        Command.of("POST", path("/wallets/main/grants"), "{\"amount\":%d}".formatted(CREDITS)))
                .forEach(command -> client.perform(command).join());
    }

    private static String path(String rest) {
        return "/v1/tenants/" + TENANT + rest;
    }
}
