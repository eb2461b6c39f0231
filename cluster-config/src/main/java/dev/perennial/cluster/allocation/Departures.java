package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which nodes have lately said that they stop. They say so again and again: one that comes back at its address is soon no
 * longer taken for one that goes.
 */
final class Departures {

    static final Duration SAID_EVERY = Duration.ofSeconds(1);
    private static final Duration VALIDITY = SAID_EVERY.multipliedBy(5);

    /** How far a node is. */
    enum Stage {
        /** It serves on, and its shards are moved. */
        STOPPING,
        /** What it still has it hands over itself. A coordinator that ends with it must not leave moves half made. */
        LEAVING
    }

    private record Said(Stage stage, long at) {}

    private final Map<NodeId, Said> latest = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    Departures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void hear(NodeId node, Stage stage) {
        latest.put(node, new Said(stage, nanoClock.getAsLong()));
    }

    /** Empty for a node that stays. */
    Optional<Stage> of(NodeId node) {
        return Optional.ofNullable(latest.get(node))
                .filter(said -> nanoClock.getAsLong() - said.at() <= VALIDITY.toNanos())
                .map(Said::stage);
    }
}
