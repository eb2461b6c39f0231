package dev.perennial.app.cluster;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new version comes node by node, beside the old one and under load: clients behind a load balancer see nothing of it. */
class RollingUpdateIT {

    private static final Logger log = LoggerFactory.getLogger(RollingUpdateIT.class);
    private static final int PER_SECOND = 80;
    private static final int TENANTS = 100;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Map<String, String> OLD = Map.of("perennial.cluster.app-version", "1.9.0");
    private static final Map<String, String> NEW = Map.of("perennial.cluster.app-version", "1.10.0");

    @Test
    void noRequestFailsWhileNodesAreReplaced() {
        try (var cluster = new Cluster(OLD)) {
            cluster.complete(3);
            var records = create(cluster);
            try (var balancer = new Balancer(cluster)) {
                await().until(() -> cluster.nodes().stream().allMatch(balancer::sendsTo));
                var load = new Mix(records, balancer);
                // Compiles what the measured part runs.
                Phase.open(load::send, PER_SECOND, BEFORE);
                var before = Phase.open(load::send, PER_SECOND, BEFORE);
                // Not in the pool whose threads hand the client its answers.
                var replaced =
                        CompletableFuture.runAsync(() -> replaceAll(cluster, balancer), Thread::startVirtualThread);
                var during = Phase.open(load::send, PER_SECOND, replaced);
                replaced.join();
                report(before, during);
                load.assertRight();
                assertThat(failures(before)).isEmpty();
                assertThat(failures(during)).isEmpty();
            }
        }
    }

    private static Records create(Cluster cluster) {
        try (var client = new Client(cluster)) {
            return Records.create(cluster, client, "roll", TENANTS, 8);
        }
    }

    /** The oldest first, so that the coordinators of shards and all single daemons move each time. */
    private static void replaceAll(Cluster cluster, Balancer balancer) {
        for (var old : List.copyOf(cluster.nodes())) {
            var successor = cluster.join(NEW);
            balancer.add(successor);
            await().until(() -> balancer.sendsTo(successor));
            old.terminate();
            await().atMost(STOP).until(() -> !old.isAlive());
            cluster.forget(old);
        }
    }

    private static void report(Phase before, Phase during) {
        log.info("before: {} requests, {}", before.answers().size(), before);
        log.info(
                "during the update, {} s: {} requests, {}",
                during.took().toSeconds(),
                during.answers().size(),
                during);
        log.info(
                "p99 during as a ratio of before {}, slowest {} ms",
                "%.1f".formatted(during.millis(0.99) / before.millis(0.99)),
                "%.0f".formatted(during.millis(1)));
    }

    private static Set<Attempt> failures(Phase phase) {
        return phase.only(attempt -> !(attempt instanceof Done)).answers().stream()
                .map(Phase.Answered::attempt)
                .collect(toSet());
    }

    /** Commands, reads of entities, and lists that have to show the client's own command. */
    private static final class Mix {

        private final Records records;
        private final Balancer balancer;
        private final NameHistory names;
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

        Mix(Records records, Balancer balancer) {
            this.records = records;
            this.balancer = balancer;
            this.names = new NameHistory(balancer::send, new Register(1, "new"));
        }

        CompletableFuture<Attempt> send() {
            var random = ThreadLocalRandom.current();
            var tenant = records.tenants().get(random.nextInt(TENANTS));
            return switch (random.nextInt(5)) {
                case 0, 1 -> names.write(tenant);
                case 2, 3 -> names.read(tenant);
                default ->
                    changeAndList(
                            records.users().get(random.nextInt(records.users().size())));
            };
        }

        private CompletableFuture<Attempt> changeAndList(String user) {
            var change = Command.of("DELETE", user + "/sessions", "");
            return balancer.send(change).thenCompose(attempt -> {
                if (!(attempt instanceof Done done)) {
                    return CompletableFuture.completedFuture(attempt);
                }
                acknowledged.add(change.id());
                var list = Command.get(user.replaceFirst("/[^/]*$", "")).seeing(done.token());
                return balancer.send(list).thenApply(listed -> {
                    if (listed instanceof Done items) {
                        assertShows(items.body(), done.body());
                    }
                    return listed;
                });
            });
        }

        private static void assertShows(String list, String changed) {
            var change = Records.json(changed);
            assertThat(Records.json(list).path("items"))
                    .anyMatch(item -> item.path("id").equals(change.path("id"))
                            && item.path("revision").asLong()
                                    >= change.path("revision").asLong());
        }

        void assertRight() {
            names.assertLinearizable();
            records.audit(
                    Stream.concat(names.acknowledged(), acknowledged.stream()).collect(toSet()));
        }
    }
}
