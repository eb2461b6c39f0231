package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which nodes have lately said that they are about to stop. They say so again and again: one that comes back at its address
 * is soon no longer taken for one that goes.
 */
final class Departures {

    static final Duration SAID_EVERY = Duration.ofSeconds(1);
    private static final Duration VALIDITY = SAID_EVERY.multipliedBy(5);

    private final Map<NodeId, Long> saidAt = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    Departures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void hear(NodeId node) {
        saidAt.put(node, nanoClock.getAsLong());
    }

    boolean isAboutToStop(NodeId node) {
        var at = saidAt.get(node);
        return at != null && nanoClock.getAsLong() - at <= VALIDITY.toNanos();
    }
}
