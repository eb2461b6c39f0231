package dev.perennial.app.cluster;

import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures how long it takes until everything answers on one node again. */
final class Recovery {

    /** So few that they do not take the places of the load beside them. */
    private static final int AT_A_TIME = 6;

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Executor SOON = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final Client client;
    private final NodeProcess node;
    private final Queue<Command> silent;

    private Recovery(Client client, NodeProcess node, Collection<Command> reads) {
        this.client = client;
        this.node = node;
        this.silent = new ConcurrentLinkedQueue<>(reads);
    }

    /** From now until each of the reads was answered. One that is not answered is sent again. */
    static Duration until(Client client, NodeProcess node, Collection<Command> reads) {
        long began = System.nanoTime();
        var recovery = new Recovery(client, node, reads);
        Records.all(Stream.generate(recovery::askAll)
                .limit(AT_A_TIME)
                .map(asked -> asked.orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private CompletableFuture<Void> askAll() {
        var read = silent.poll();
        return read == null
                ? CompletableFuture.completedFuture(null)
                : client.send(node, read).handle(Attempt::of).thenCompose(attempt -> {
                    if (attempt instanceof Done) {
                        return askAll();
                    }
                    silent.add(read);
                    return CompletableFuture.runAsync(() -> {}, SOON).thenCompose(_ -> askAll());
                });
    }
}
