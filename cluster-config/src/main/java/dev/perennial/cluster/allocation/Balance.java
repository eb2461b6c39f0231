package dev.perennial.cluster.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves shards from nodes with much to do to nodes with little. Each move brings two nodes nearer to each other by a
 * stated part at least, so this comes to an end; it begins at one threshold and ends at a lower one, so it stays there.
 */
final class Balance {

    /** What a move must be worth, as a part of the mean load: below, its pause costs more. */
    private static final double LEAST_GAIN = 0.02;

    private final Situation now;
    private final Set<NodeId> takers;
    private final Tally tally;
    private final Limits limits;
    private final Set<String> moved;

    /** A move that would help, and how near it brings its two nodes to each other. */
    private record Candidate(PlacedShard shard, NodeId to, double remainder) {}

    Balance(Situation now, Set<NodeId> takers, Tally tally, Limits limits) {
        this.now = now;
        this.takers = takers;
        this.tally = tally;
        this.limits = limits;
        this.moved = new HashSet<>(now.moving());
    }

    /** Adds so many moves at most. */
    void moves(int most, List<Move> moves) {
        moves.forEach(move -> moved.add(move.shard()));
        if (within(limits.tolerance())) {
            return;
        }
        for (int i = 0; i < most && !within(limits.target()); i++) {
            var best = best();
            if (best.isEmpty()) {
                return;
            }
            var shard = best.get().shard();
            var to = best.get().to();
            moves.add(new Move(shard.shard(), shard.home(), to, Move.Reason.LOAD, now.usualPause()));
            moved.add(shard.shard());
            tally.move(shard, to);
        }
    }

    private boolean within(double part) {
        double mean = mean();
        return takers.stream().allMatch(node -> Math.abs(tally.load(node) - mean) <= part * mean);
    }

    private double mean() {
        return takers.stream().mapToDouble(tally::load).average().orElse(0);
    }

    /** From the heaviest node that has something to give, to the lightest that can take it. */
    private Optional<Candidate> best() {
        var byLoad = new ArrayList<>(takers);
        byLoad.sort(Comparator.comparingDouble(tally::load).thenComparing(Comparator.naturalOrder()));
        for (var from : byLoad.reversed()) {
            for (var to : byLoad) {
                var candidate = between(from, to);
                if (candidate.isPresent()) {
                    return candidate;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Candidate> between(NodeId from, NodeId to) {
        double gap = tally.load(from) - tally.load(to);
        double worthwhile = gap - 2 * LEAST_GAIN * mean();
        return tally.on(from).stream()
                .filter(shard -> !moved.contains(shard.shard()) && mayLiveOn(shard, to))
                .map(shard -> new Candidate(shard, to, Math.abs(gap - 2 * tally.weight(shard))))
                .filter(candidate -> candidate.remainder() < worthwhile)
                .min(Comparator.comparingDouble(Candidate::remainder));
    }

    private boolean mayLiveOn(PlacedShard shard, NodeId node) {
        return now.directives()
                .binding(shard.shard(), takers)
                .map(binding -> binding.nodes().contains(node))
                .orElse(true);
    }
}
