package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final NodeId A = new NodeId("a", 1);
    private static final NodeId B = new NodeId("b", 1);
    private final Planner planner = new Planner(World.LIMITS);

    @Test
    void whatIsForeseenLeadsToBalanceInOneMoveOfEachShardAtMost() {
        var world = World.of(A, B);
        for (int i = 0; i < 60; i++) {
            world.shard("s" + i, A, 10);
        }
        var moves = Forecast.moves(planner, world.situation());
        assertEquals(
                moves.size(),
                moves.stream().map(Move::shard).collect(Collectors.toSet()).size());
        assertTrue(moves.size() > World.LIMITS.movesAtOnce());
        world.make(moves);
        assertTrue(world.unevenness(Set.of(A, B)) <= World.LIMITS.tolerance());
    }

    @Test
    void aCloserToleranceForeseesMore() {
        var world = World.of(A, B);
        for (int i = 0; i < 46; i++) {
            world.shard("s" + i, i < 26 ? A : B, 10);
        }
        assertEquals(0, Forecast.moves(planner, world.situation()).size());
        assertTrue(Forecast.moves(planner.within(0.04), world.situation()).size() > 0);
    }
}
