package dev.perennial.cluster.allocation;

/**
 * How eagerly shards are moved.
 *
 * @param movesAtOnce shards of one entity type that may be on the move at a time
 * @param tolerance how far a node's load may be from the mean before shards move, as a part of the mean
 * @param target how near to the mean shards are moved then; below the tolerance, so that it settles
 * @param shardLoad what every shard counts for on top of what is measured, in messages per second: it outweighs noise,
 *     and makes the number of shards decide where little happens
 */
public record Limits(int movesAtOnce, double tolerance, double target, double shardLoad) {

    public Limits {
        if (movesAtOnce < 1 || target < 0 || target >= tolerance || shardLoad <= 0) {
            throw new IllegalArgumentException("limits that nothing can settle within: " + movesAtOnce + " moves, "
                    + tolerance + " > " + target + ", " + shardLoad);
        }
    }

    /** What a shard that is sent so many messages per second counts for. */
    double weight(double load) {
        return load + shardLoad;
    }
}
