package dev.perennial.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/** Answers {@code /health/ready} from {@link Readiness}; named in the configuration and created by Pekko Management. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {

    private final Readiness readiness;

    public ReadinessCheck(ActorSystem system) {
        this.readiness = ReadinessId.INSTANCE.get(system);
    }

    @Override
    public CompletionStage<Boolean> get() {
        return CompletableFuture.completedFuture(readiness.ready());
    }
}
