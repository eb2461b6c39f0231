package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * All that a plan for the shards of one entity type depends on.
 *
 * @param nodes all members of the cluster
 * @param shards with those on the move counted at their destination
 * @param moving those on the move
 * @param usualPause how long a move has lately kept its shard from answering
 */
public record Situation(
        List<NodeView> nodes,
        List<PlacedShard> shards,
        Set<String> moving,
        Directives directives,
        Duration usualPause) {

    public Situation {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
        moving = Set.copyOf(moving);
    }
}
