package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.dispatch.Futures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets sharding do what the {@link Planner} plans, for one entity type. Sharding asks for moves and for new homes apart
 * from each other: in between, this remembers where a shard is to go. A coordinator that comes after another one does not
 * know that, and places the shard anew.
 */
final class PlannedAllocation extends AbstractShardAllocationStrategy {

    private static final Logger log = LoggerFactory.getLogger(PlannedAllocation.class);

    private final String type;
    private final Allocation allocation;
    private final Map<String, Underway> underway = new ConcurrentHashMap<>();

    /** A move that sharding was told to make. */
    record Underway(Move move, long since) {
        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    PlannedAllocation(String type, Allocation allocation) {
        this.type = type;
        this.allocation = allocation;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
        var regions = byNode(allocations.keySet());
        var begun = Optional.ofNullable(underway.remove(shard));
        var home = begun.map(Underway::move)
                .map(Move::to)
                .filter(regions::containsKey)
                .or(() -> allocation.planner().place(situation(allocations, Set.of()), shard))
                // Its node is not a member in this node's view yet, which is still better than none.
                .orElseGet(() -> regions.keySet().iterator().next());
        begun.ifPresent(move -> allocation.made(type, move, home, true));
        return Futures.successful(regions.get(home));
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> allocations, Set<String> inProgress) {
        var now = situation(allocations, inProgress);
        forgetFailed(now);
        allocation.arrived(type, arrived(now));
        var moves = allocation.planner().plan(now);
        for (var move : moves) {
            log.debug("{} shard {} moves from {} to {}: {}", type, move.shard(), move.from(), move.to(), move.reason());
            underway.put(move.shard(), new Underway(move, System.nanoTime()));
        }
        if (!moves.isEmpty()) {
            log.info("{} shards of {} begin to move", moves.size(), type);
        }
        return Futures.successful(moves.stream().map(Move::shard).collect(Collectors.toSet()));
    }

    /** Shards that were ordered to move and are there, whoever coordinated that. */
    private static List<String> arrived(Situation now) {
        return now.shards().stream()
                .filter(shard -> !now.moving().contains(shard.shard()))
                .filter(shard -> shard.home().equals(now.directives().moves().get(shard.shard())))
                .map(PlacedShard::shard)
                .toList();
    }

    /** A shard that is at home and no longer on the move was not handed over in time. */
    private void forgetFailed(Situation now) {
        for (var shard : now.shards()) {
            var begun = now.moving().contains(shard.shard()) ? null : underway.remove(shard.shard());
            if (begun != null) {
                allocation.made(type, begun, begun.move().to(), false);
            }
        }
    }

    private Situation situation(Map<ActorRef, IndexedSeq<String>> allocations, Set<String> inProgress) {
        var shards = new ArrayList<PlacedShard>();
        allocations.forEach((region, held) -> {
            var home = allocation.members().nodeOf(region);
            for (String shard : CollectionConverters.asJava(held)) {
                var begun = inProgress.contains(shard) ? underway.get(shard) : null;
                var at = begun == null ? home : begun.move().to();
                shards.add(new PlacedShard(shard, at, allocation.loads().load(type, shard)));
            }
        });
        return new Situation(
                allocation.members().now(byNode(allocations.keySet()).keySet()),
                shards,
                inProgress,
                allocation.orders().of(type),
                allocation.log().usualPause());
    }

    private Map<NodeId, ActorRef> byNode(Collection<ActorRef> regions) {
        var byNode = new HashMap<NodeId, ActorRef>();
        regions.forEach(region -> byNode.put(allocation.members().nodeOf(region), region));
        return byNode;
    }
}
