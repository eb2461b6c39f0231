package dev.perennial.app.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Sees the clients of a stopping node off. Closing a connection on which the next request is under way leaves its client
 * in doubt whether that took effect; so every answer says that it is the connection's last one, first while balancers
 * still send here, then until no more requests come.
 */
final class Draining {

    /** Without a request for so long, what connections are left are idle. */
    private static final Duration QUIET = Duration.ofMillis(500);

    /** For clients that do not care. Those with many idle connections end them one by one, with a request each. */
    private static final Duration LONGEST = Duration.ofSeconds(6);

    private static final Executor LOOK_AGAIN = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private volatile boolean begun;
    private volatile long lastRequest = System.nanoTime() - QUIET.toNanos();

    /** A request has come in. */
    void request(long now) {
        lastRequest = now;
    }

    /** Whether each answer ends its connection. */
    boolean hasBegun() {
        return begun;
    }

    /** From now on each answer ends its connection. */
    void begin() {
        begun = true;
    }

    /** Completes when no more requests come, or it takes too long. */
    CompletionStage<Void> untilQuiet() {
        return untilQuiet(System.nanoTime() + LONGEST.toNanos());
    }

    private CompletionStage<Void> untilQuiet(long deadline) {
        long now = System.nanoTime();
        return now - lastRequest >= QUIET.toNanos() || now >= deadline
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.runAsync(() -> {}, LOOK_AGAIN).thenCompose(_ -> untilQuiet(deadline));
    }
}
