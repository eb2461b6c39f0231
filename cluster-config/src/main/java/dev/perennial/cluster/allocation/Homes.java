package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import scala.concurrent.duration.FiniteDuration;

/**
 * Where the shards of one entity type are, as its coordinator and regions answered.
 *
 * @param hosts the nodes that can have them
 * @param shards by name; one that nobody has needed yet is nowhere
 */
public record Homes(Set<NodeId> hosts, Map<String, Home> shards) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** @param entities in memory there */
    public record Home(NodeId node, int entities) {}

    /** Asks. Fails when the coordinator does not answer in time. */
    static CompletionStage<Homes> ask(ActorSystem system, String type) {
        var region = ClusterSharding.get(system).shardRegion(type);
        var question = new ShardRegion.GetClusterShardingStats(FiniteDuration.fromNanos(PATIENCE.toNanos()));
        return Patterns.ask(region, question, PATIENCE.plusSeconds(1))
                .thenApply(answer -> read((ShardRegion.ClusterShardingStats) answer));
    }

    private static Homes read(ShardRegion.ClusterShardingStats stats) {
        var hosts = new TreeSet<NodeId>();
        var shards = new TreeMap<String, Home>();
        stats.getRegions().forEach((address, ofRegion) -> {
            var node = NodeId.of(address);
            hosts.add(node);
            ofRegion.getStats()
                    .forEach((shard, entities) -> shards.put(shard, new Home(node, ((Number) entities).intValue())));
        });
        return new Homes(hosts, shards);
    }
}
