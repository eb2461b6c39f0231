package dev.perennial.cluster.allocation;

/** Is told of every message to a shard of one entity type. Cheap, from any thread. */
@FunctionalInterface
public interface ShardMeter {

    void sent(int shard);
}
