package dev.perennial.cluster.allocation;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where shards live: first as operators want it, then by measured load, then by number. Pure: the same situation
 * gives the same plan, on every node.
 */
public final class Planner {

    private final Limits limits;

    public Planner(Limits limits) {
        this.limits = limits;
    }

    /** What a shard that is sent so many messages per second counts for. */
    public double weight(double load) {
        return limits.weight(load);
    }

    /** The same with another tolerance, and a target as much nearer. */
    Planner within(double tolerance) {
        double target = limits.target() * tolerance / limits.tolerance();
        return new Planner(new Limits(limits.movesAtOnce(), tolerance, target, limits.shardLoad()));
    }

    /**
     * A home for a shard that has none. There is one as long as there is any node: better on a node that should take no
     * more shards than nowhere.
     */
    public Optional<NodeId> place(Situation now, String shard) {
        var tally = new Tally(now, limits);
        return now.directives()
                .binding(shard, ids(takers(now)))
                .flatMap(binding -> tally.lightest(allowed(now, binding)))
                .or(() -> tally.lightest(newest(takers(now))))
                .or(() -> tally.lightest(ids(hosts(now))));
    }

    /** The next moves, as many as may begin now; none when the shards are well where they are. */
    public List<Move> plan(Situation now) {
        int budget = limits.movesAtOnce() - now.moving().size();
        // Every member has to consent to a move; with one that does not answer, it would only cost a long pause.
        if (now.directives().paused() || budget <= 0 || any(now, NodeView.State.UNREACHABLE)) {
            return List.of();
        }
        var tally = new Tally(now, limits);
        var moves = new ArrayList<Move>();
        obey(now, tally, budget, moves);
        if (moves.size() < budget && settled(now)) {
            new Balance(now, ids(takers(now)), tally, limits).moves(budget - moves.size(), moves);
        }
        return List.copyOf(moves);
    }

    private static void obey(Situation now, Tally tally, int budget, List<Move> moves) {
        for (var shard : now.shards().stream()
                .filter(shard -> !now.moving().contains(shard.shard()))
                .sorted(Comparator.comparing(PlacedShard::shard))
                .toList()) {
            if (moves.size() == budget) {
                return;
            }
            var wanted = wanted(now, shard);
            var to = wanted.flatMap(binding -> tally.lightest(allowed(now, binding)));
            if (to.isPresent()) {
                var reason = wanted.get().reason();
                moves.add(new Move(shard.shard(), shard.home(), to.get(), reason, now.usualPause()));
                tally.move(shard, to.get());
            }
        }
    }

    /** Where a shard has to move; empty when it may stay. */
    private static Optional<Directives.Binding> wanted(Situation now, PlacedShard shard) {
        var takers = takers(now);
        var bound = now.directives().binding(shard.shard(), ids(takers));
        if (bound.isPresent()) {
            return bound.filter(binding -> !allowed(now, binding).contains(shard.home()));
        }
        return now.directives().drained().contains(shard.home()) || isStopping(now, shard.home())
                ? Optional.of(new Directives.Binding(newest(takers), Move.Reason.DRAIN))
                : Optional.empty();
    }

    private static boolean isStopping(Situation now, NodeId id) {
        return now.nodes().stream().anyMatch(node -> node.id().equals(id) && node.state() == NodeView.State.STOPPING);
    }

    private static Set<NodeId> allowed(Situation now, Directives.Binding binding) {
        return ids(takers(now).stream()
                .filter(node -> binding.nodes().contains(node.id()))
                .toList());
    }

    /** Balance waits for nodes to come and go and for a rolling update to end: all change what balance is. */
    private static boolean settled(Situation now) {
        return !any(now, NodeView.State.JOINING)
                && !any(now, NodeView.State.STOPPING)
                && now.nodes().stream().map(NodeView::version).distinct().count() == 1;
    }

    private static boolean any(Situation now, NodeView.State state) {
        return now.nodes().stream().anyMatch(node -> node.state() == state);
    }

    private static List<NodeView> hosts(Situation now) {
        return now.nodes().stream().filter(NodeView::host).toList();
    }

    /** Those that shards may go to. */
    private static List<NodeView> takers(Situation now) {
        return hosts(now).stream()
                .filter(node -> node.state() == NodeView.State.UP)
                .filter(node -> !now.directives().drained().contains(node.id()))
                .toList();
    }

    /** In a rolling update the old nodes leave soon, and what they were given would move again. */
    private static Set<NodeId> newest(List<NodeView> nodes) {
        var newest = nodes.stream().map(NodeView::version).max(Comparator.naturalOrder());
        return ids(nodes.stream()
                .filter(node -> newest.filter(node.version()::equals).isPresent())
                .toList());
    }

    private static Set<NodeId> ids(Collection<NodeView> nodes) {
        return nodes.stream().map(NodeView::id).collect(toUnmodifiableSet());
    }
}
