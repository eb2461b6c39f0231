package dev.perennial.cluster.allocation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which node has how much to do, while a plan is made. */
final class Tally {

    private final Map<NodeId, Double> loads = new HashMap<>();
    private final Map<String, PlacedShard> shards;
    private final Limits limits;

    Tally(Situation now, Limits limits) {
        this.limits = limits;
        shards = now.shards().stream().collect(Collectors.toMap(PlacedShard::shard, shard -> shard));
        shards.values().forEach(shard -> loads.merge(shard.home(), weight(shard), Double::sum));
    }

    double weight(PlacedShard shard) {
        return limits.weight(shard.load());
    }

    double load(NodeId node) {
        return loads.getOrDefault(node, 0.0);
    }

    /** The shards of a node, in an order of their own. */
    List<PlacedShard> on(NodeId node) {
        return shards.values().stream()
                .filter(shard -> shard.home().equals(node))
                .sorted(Comparator.comparing(PlacedShard::shard))
                .toList();
    }

    void move(PlacedShard shard, NodeId to) {
        shards.put(shard.shard(), shard.at(to));
        loads.merge(shard.home(), -weight(shard), Double::sum);
        loads.merge(to, weight(shard), Double::sum);
    }

    Optional<NodeId> lightest(Set<NodeId> nodes) {
        return nodes.stream().min(Comparator.comparingDouble(this::load).thenComparing(Comparator.naturalOrder()));
    }
}
