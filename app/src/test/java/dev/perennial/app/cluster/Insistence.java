package dev.perennial.app.cluster;

import dev.perennial.app.cluster.Attempt.Again;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that does not wait for long: what is not answered soon it sends again under the same key to another node, while
 * the first node, which may only be slow, may still do it. Blocks; from any thread.
 */
final class Insistence implements AutoCloseable {

    private static final int ATTEMPTS = 400;
    private static final int PATIENCE_SECONDS = 3;
    private static final Executor SOON = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<NodeProcess> nodes;
    private final String credential;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    Insistence(List<NodeProcess> nodes, String credential) {
        this.nodes = new CopyOnWriteArrayList<>(nodes);
        this.credential = credential;
    }

    /**
     * What came of it in the end.
     *
     * @param alone whether no attempt before the last one may still take effect
     */
    record Settled(Attempt attempt, boolean alone) {}

    /** From now on it tries these. */
    void know(List<NodeProcess> others) {
        nodes.addAll(others.stream().filter(node -> !nodes.contains(node)).toList());
        nodes.retainAll(others);
    }

    int repeated() {
        return repeated.get();
    }

    Settled settle(Command command) {
        var alone = true;
        for (var i = 0; i < ATTEMPTS; i++) {
            var attempt = attempt(command);
            if (!(attempt instanceof Again again)) {
                return new Settled(attempt, alone);
            }
            alone &= again.certain();
            repeated.incrementAndGet();
            CompletableFuture.runAsync(() -> {}, SOON).join();
        }
        throw new AssertionError("not answered: " + command);
    }

    private Attempt attempt(Command command) {
        var node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
        return http.sendAsync(command.to(node.address(), credential), BodyHandlers.ofString())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle(Attempt::of)
                .join();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
