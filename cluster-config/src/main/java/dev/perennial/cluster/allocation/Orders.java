package dev.perennial.cluster.allocation;

import java.util.Map;
import java.util.Set;

/**
 * What operators want of all shards.
 *
 * @param paused nothing moves, of any type
 * @param drained nodes that shards of any type leave
 * @param pins by entity type, then by shard
 * @param moves by entity type, then by shard
 */
public record Orders(
        boolean paused,
        Set<NodeId> drained,
        Map<String, Map<String, Set<NodeId>>> pins,
        Map<String, Map<String, NodeId>> moves) {

    /** Everything is left to the planner. */
    public static final Orders NONE = new Orders(false, Set.of(), Map.of(), Map.of());

    /** Before it is known what operators want, nothing is moved against it. */
    static final Orders UNKNOWN = new Orders(true, Set.of(), Map.of(), Map.of());

    public Orders {
        drained = Set.copyOf(drained);
        pins = Map.copyOf(pins);
        moves = Map.copyOf(moves);
    }

    /** Those that concern one entity type. */
    public Directives of(String type) {
        return new Directives(paused, drained, pins.getOrDefault(type, Map.of()), moves.getOrDefault(type, Map.of()));
    }
}
