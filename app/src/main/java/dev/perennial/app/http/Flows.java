package dev.perennial.app.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Runs what has several steps or blocks (JDBC, password hashes) as plain imperative code, on virtual threads. */
public final class Flows {

    /** A handler that may block. */
    @FunctionalInterface
    public interface Flow {

        Reply run(Call call);
    }

    private final Executor virtualThreads;

    /** Flows on the given executor, which starts a virtual thread for each; admission bounds how many there are. */
    public Flows(Executor virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    public Handler handler(Flow flow) {
        return call -> CompletableFuture.supplyAsync(() -> LogContext.of(call, () -> flow.run(call)), virtualThreads);
    }

    /** Waits for a stage inside a flow; throws what it failed with. */
    public static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
