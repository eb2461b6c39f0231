package dev.perennial.app;

import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.shell.ShardPolicy;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;

/** Has the cluster's allocation decide where entities live. */
record PlannedShards(ShardKey key, Allocation allocation) implements ShardPolicy {

    @Override
    public Optional<ShardAllocationStrategy> strategy(String type) {
        return Optional.of(allocation.strategy(type));
    }

    @Override
    public IntConsumer meter(String type) {
        return allocation.meter(type);
    }

    @Override
    public void whenMoved(Runnable action) {
        allocation.log().whenMoved(_ -> action.run());
    }
}
