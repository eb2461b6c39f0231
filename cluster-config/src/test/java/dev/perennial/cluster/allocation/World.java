package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pekko.util.Version;

/** Nodes and shards that moves can be made in. */
final class World {

    static final Limits LIMITS = new Limits(8, 0.2, 0.1, 1);
    static final Version VERSION = new Version("1.0.0");
    static final Duration PAUSE = Duration.ofMillis(40);

    private final Map<NodeId, NodeView> nodes = new TreeMap<>();
    private final Map<String, PlacedShard> shards = new TreeMap<>();
    private Set<String> moving = Set.of();
    private Directives directives = Directives.NONE;

    static World of(NodeId... ids) {
        var world = new World();
        Arrays.stream(ids).forEach(id -> world.node(id, NodeView.State.UP, VERSION));
        return world;
    }

    World node(NodeId id, NodeView.State state, Version version) {
        nodes.put(id, new NodeView(id, true, state, version));
        return this;
    }

    World shard(String shard, NodeId home, double load) {
        shards.put(shard, new PlacedShard(shard, home, load));
        return this;
    }

    World directives(Directives wanted) {
        directives = wanted;
        return this;
    }

    World moving(String... onTheMove) {
        moving = Set.of(onTheMove);
        return this;
    }

    void make(Collection<Move> moves) {
        moves.forEach(move -> shards.computeIfPresent(move.shard(), (_, shard) -> shard.at(move.to())));
    }

    Situation situation() {
        return new Situation(List.copyOf(nodes.values()), List.copyOf(shards.values()), moving, directives, PAUSE);
    }

    Collection<PlacedShard> shards() {
        return shards.values();
    }

    /** How far the node that is farthest from the mean load is from it, as a part of the mean. */
    double unevenness(Set<NodeId> among) {
        var loads = shards.values().stream()
                .collect(Collectors.groupingBy(
                        PlacedShard::home, Collectors.summingDouble(shard -> shard.load() + LIMITS.shardLoad())));
        double mean = loads.values().stream().mapToDouble(load -> load).sum() / among.size();
        return among.stream()
                        .mapToDouble(node -> Math.abs(loads.getOrDefault(node, 0.0) - mean))
                        .max()
                        .orElse(0)
                / mean;
    }
}
