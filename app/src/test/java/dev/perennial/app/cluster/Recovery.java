package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import dev.perennial.app.cluster.Attempt.Done;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Measures how long it takes until everything answers on one node again. */
final class Recovery {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Recovery() {}

    /** From now until each of the reads was answered at least once. One that is not answered is sent again. */
    static Duration until(Client client, NodeProcess node, List<Command> reads) {
        long began = System.nanoTime();
        Set<Command> silent = reads.stream().collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
        reads.forEach(read -> ask(client, node, read, silent));
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(20)).until(silent::isEmpty);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void ask(Client client, NodeProcess node, Command read, Set<Command> silent) {
        CompletableFuture<Attempt> answer = client.send(node, read).handle(Attempt::of);
        var _ = answer.thenAccept(attempt -> {
            if (attempt instanceof Done) {
                silent.remove(read);
            } else {
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
                        .execute(() -> ask(client, node, read, silent));
            }
        });
    }
}
