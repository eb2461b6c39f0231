package dev.perennial.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.CreditHistory.Open;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Executor LATER = CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS);

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
                pause(home("billing.usage", "overrun-calls"), client);
                awaitMore(gate, wallet);
                kill(home("billing.wallet", "main"), client);
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
            await().atMost(LONG)
                    .until(() -> !place("billing.usage", "overrun-calls").equals(node.node()));
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
        cluster.complete(ThreeNodes.NODES);
        client.know(cluster.nodes());
    }

    private void kill(NodeProcess node, Insistence client) {
        node.kill();
        cluster.forget(node);
        client.know(cluster.nodes());
    }

    private NodeProcess home(String type, String id) {
        var node = place(type, id);
        return cluster.nodes().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private String place(String type, String id) {
        return operator.get("/management/entities/%s/%s/%s".formatted(type, TENANT, id))
                .path("node")
                .asText();
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

    /** One client: takes what it gets, at first at leisure, in the end all there is. */
    private static final class Customer implements Runnable {

        private final GateHistory gate;
        private final CreditHistory wallet;
        private final ArrayDeque<Open> holds = new ArrayDeque<>();
        private volatile boolean atLeisure = true;

        Customer(GateHistory gate, CreditHistory wallet) {
            this.gate = gate;
            this.wallet = wallet;
        }

        void useUp() {
            atLeisure = false;
        }

        /** After it has ended. */
        long held() {
            return holds.stream().mapToLong(Open::amount).sum();
        }

        @Override
        public void run() {
            while (atLeisure) {
                gate.consume(random(1, 3));
                trade();
                CompletableFuture.runAsync(() -> {}, LATER).join();
            }
            while (gate.consume(1)) {
                trade();
            }
            while (wallet.hold(random(1, 5)).map(holds::add).orElse(false)) {
                trade();
            }
        }

        private void trade() {
            if (random(1, 8) == 1) {
                gate.check();
                wallet.look();
            }
            if (holds.size() > random(0, 2)) {
                var hold = holds.remove();
                wallet.end(hold, random(0, hold.amount()));
            } else {
                wallet.hold(random(1, 5)).ifPresent(holds::add);
            }
        }

        private static int random(int least, int most) {
            return ThreadLocalRandom.current().nextInt(least, most + 1);
        }
    }
}
