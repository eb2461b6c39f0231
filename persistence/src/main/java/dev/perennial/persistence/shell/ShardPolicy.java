package dev.perennial.persistence.shell;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;

/** What the program wants of the shards of its entities. */
public interface ShardPolicy {

    /** Which shard an entity belongs to. */
    ShardKey key();

    /** What decides where the shards of a type live; empty leaves it to sharding itself. */
    Optional<ShardAllocationStrategy> strategy(String type);

    /** Told the shard of every message that this node sends to entities of a type; from any thread. */
    IntConsumer meter(String type);

    /** Has this run after each move of a shard, wherever in the cluster; from any thread. */
    void whenMoved(Runnable action);

    /** Nobody decides and nobody counts. */
    static ShardPolicy stock(ShardKey key) {
        return new ShardPolicy() {
            @Override
            public ShardKey key() {
                return key;
            }

            @Override
            public Optional<ShardAllocationStrategy> strategy(String type) {
                return Optional.empty();
            }

            @Override
            public IntConsumer meter(String type) {
                return _ -> {};
            }

            @Override
            public void whenMoved(Runnable action) {}
        };
    }
}
