package dev.perennial.cluster;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;

/** Finds the {@link Readiness} of an actor system. */
final class ReadinessId extends AbstractExtensionId<Readiness> {

    static final ReadinessId INSTANCE = new ReadinessId();

    private ReadinessId() {}

    @Override
    public Readiness createExtension(ExtendedActorSystem system) {
        return new Readiness();
    }
}
