package dev.perennial.app.cluster;

import dev.perennial.app.cluster.Attempt.Again;
import dev.perennial.app.cluster.Attempt.Done;
import dev.perennial.app.cluster.Attempt.Refused;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A client as the documentation wants it: what was not answered it sends again under the same key, to another node. */
final class Client implements AutoCloseable {

    private static final int ATTEMPTS = 200;
    private static final Executor SOON = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Cluster cluster;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, LongAdder> repeated = new ConcurrentSkipListMap<>();

    Client(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Sends to one node, once. */
    CompletableFuture<HttpResponse<String>> send(NodeProcess node, Command command) {
        return http.sendAsync(command.to(node.address(), cluster.operator()), BodyHandlers.ofString());
    }

    /** The body of the answer; fails when it is refused, or not answered after many attempts. */
    CompletableFuture<String> perform(Command command) {
        return settle(command, this::next).thenApply(attempt -> switch (attempt) {
            case Done done -> done.body();
            case Refused _, Again _ -> throw new AssertionError(command + ": " + attempt);
        });
    }

    /** What comes of it on any of the nodes in the end. */
    CompletableFuture<Attempt> settle(Command command) {
        return settle(command, this::next);
    }

    /** The same on one node; what it is refused with is an answer too. */
    CompletableFuture<Attempt> settle(Command command, NodeProcess node) {
        return settle(command, () -> node);
    }

    /** Why requests had to be repeated, and how often, since the last call. */
    Map<String, Long> repeated() {
        var counts = new ConcurrentSkipListMap<String, Long>();
        repeated.forEach((why, count) -> counts.put(why, count.sumThenReset()));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private NodeProcess next() {
        var nodes = cluster.nodes();
        return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    }

    private CompletableFuture<Attempt> settle(Command command, Supplier<NodeProcess> node) {
        return attempt(command, node, 1);
    }

    private CompletableFuture<Attempt> attempt(Command command, Supplier<NodeProcess> node, int number) {
        return send(node.get(), command).handle(Attempt::of).thenCompose(attempt -> {
            if (!(attempt instanceof Again(var why, var certain)) || number == ATTEMPTS) {
                return CompletableFuture.completedFuture(attempt);
            }
            repeated.computeIfAbsent(why + (certain ? "" : " (unknown)"), _ -> new LongAdder())
                    .increment();
            return CompletableFuture.supplyAsync(() -> number + 1, SOON)
                    .thenCompose(next -> attempt(command, node, next));
        });
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
