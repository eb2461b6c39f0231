package dev.perennial.cluster.allocation;

/**
 * A shard and its home.
 *
 * @param load what it costs its home, in messages per second
 */
public record PlacedShard(String shard, NodeId home, double load) {

    PlacedShard at(NodeId other) {
        return new PlacedShard(shard, other, load);
    }
}
