package dev.perennial.app.cluster;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer as they are: asks each node every second whether it is ready, no longer sends to one that was not twice
 * in a row, and repeats nothing.
 */
final class Balancer implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int FAILED_CHECKS = 2;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService checks = Executors.newScheduledThreadPool(2);
    private final Cluster cluster;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<NodeProcess, Integer> failed = new HashMap<>();
    private volatile List<NodeProcess> targets = List.of();

    Balancer(Cluster cluster) {
        this.cluster = cluster;
        cluster.nodes().forEach(this::add);
    }

    /** Begins to check it, and sends to it once it is ready. */
    void add(NodeProcess node) {
        checks.scheduleWithFixedDelay(() -> check(node), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean sendsTo(NodeProcess node) {
        return targets.contains(node);
    }

    /** Sends it to a node, once. */
    CompletableFuture<Attempt> send(Command command) {
        var nodes = targets;
        var node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
        return http.sendAsync(command.to(node.address(), cluster.operator()), BodyHandlers.ofString())
                .handle(Attempt::of);
    }

    private void check(NodeProcess node) {
        boolean ready = node.ready();
        synchronized (failed) {
            int times = ready ? 0 : failed.getOrDefault(node, 0) + 1;
            failed.put(node, times);
            var next = new ArrayList<>(targets);
            if (times >= FAILED_CHECKS) {
                next.remove(node);
            } else if (ready && !next.contains(node)) {
                next.add(node);
            }
            targets = List.copyOf(next);
        }
    }

    @Override
    public void close() {
        checks.shutdownNow();
        http.shutdownNow();
    }
}
