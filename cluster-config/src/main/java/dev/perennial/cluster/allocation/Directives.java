package dev.perennial.cluster.allocation;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What operators want of the shards of one entity type.
 *
 * @param paused nothing moves; new shards are placed all the same
 * @param drained nodes that shards leave and none comes to; stronger than pins and moves
 * @param pins shards that live on these nodes as long as one of them takes shards
 * @param moves shards that are to go to a node once; where they go later is open
 */
public record Directives(
        boolean paused, Set<NodeId> drained, Map<String, Set<NodeId>> pins, Map<String, NodeId> moves) {

    /** Everything is left to the planner. */
    public static final Directives NONE = new Directives(false, Set.of(), Map.of(), Map.of());

    public Directives {
        drained = Set.copyOf(drained);
        pins = Map.copyOf(pins);
        moves = Map.copyOf(moves);
    }

    /**
     * Where the shard must live, by the first directive that one of the nodes satisfies; empty when it may live anywhere.
     *
     * @param takers nodes that take shards
     */
    Optional<Binding> binding(String shard, Set<NodeId> takers) {
        return Stream.of(
                        new Binding(
                                Stream.ofNullable(moves.get(shard)).collect(toUnmodifiableSet()), Move.Reason.ASKED),
                        new Binding(pins.getOrDefault(shard, Set.of()), Move.Reason.PIN))
                .filter(binding -> !Collections.disjoint(binding.nodes(), takers))
                .findFirst();
    }

    /** Where a shard must live. */
    record Binding(Set<NodeId> nodes, Move.Reason reason) {}
}
