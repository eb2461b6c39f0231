package dev.perennial.cluster.allocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a planner would do from here on, round after round, if nothing else changed. */
final class Forecast {

    /** A plan comes to an end by itself; this guards against a fault in that. */
    private static final int MOST_ROUNDS = 10_000;

    private Forecast() {}

    /** All moves in their order; a shard that would move twice is only in it with its last home. */
    static List<Move> moves(Planner planner, Situation now) {
        var homes = new HashMap<String, PlacedShard>();
        now.shards().forEach(shard -> homes.put(shard.shard(), shard));
        var moves = new HashMap<String, Move>();
        var order = new ArrayList<String>();
        var situation = now;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var next = planner.plan(situation);
            if (next.isEmpty()) {
                break;
            }
            for (var move : next) {
                homes.computeIfPresent(move.shard(), (_, shard) -> shard.at(move.to()));
                moves.merge(move.shard(), move, Forecast::joined);
                order.remove(move.shard());
                order.add(move.shard());
            }
            situation = after(now, homes);
        }
        return order.stream()
                .flatMap(shard -> Stream.ofNullable(moves.get(shard)))
                .toList();
    }

    private static Move joined(Move one, Move then) {
        return new Move(one.shard(), one.from(), then.to(), then.reason(), then.expectedPause());
    }

    private static Situation after(Situation now, Map<String, PlacedShard> homes) {
        return new Situation(now.nodes(), List.copyOf(homes.values()), Set.of(), now.directives(), now.usualPause());
    }
}
