package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.util.Version;
import org.junit.jupiter.api.Test;

/** What the planner does in a situation that one can follow by hand. */
class PlannerTest {

    private static final NodeId A = new NodeId("a", 1);
    private static final NodeId B = new NodeId("b", 1);
    private static final NodeId C = new NodeId("c", 1);
    private static final Version NEW = new Version("2.0.0");

    private final Planner planner = new Planner(World.LIMITS);

    @Test
    void newShardsGoWhereLeastIsToDo() {
        var world = World.of(A, B, C).shard("1", A, 10).shard("2", B, 500).shard("3", C, 40);
        assertEquals(Optional.of(A), planner.place(world.situation(), "new"));
    }

    @Test
    void withoutLoadNewShardsGoWhereFewestAre() {
        var world = World.of(A, B).shard("1", A, 0).shard("2", A, 0).shard("3", B, 0);
        assertEquals(Optional.of(B), planner.place(world.situation(), "new"));
    }

    @Test
    void aPinIsStrongerThanLoad() {
        var world = World.of(A, B).shard("1", B, 900).directives(pin("new", B));
        assertEquals(Optional.of(B), planner.place(world.situation(), "new"));
    }

    @Test
    void aPinToNodesThatAreGoneDoesNotKeepAShardHomeless() {
        var world = World.of(A, B).shard("1", A, 900).directives(pin("new", C));
        assertEquals(Optional.of(B), planner.place(world.situation(), "new"));
    }

    @Test
    void aDrainIsStrongerThanAPin() {
        var world = World.of(A, B).directives(new Directives(false, Set.of(B), Map.of("new", Set.of(B)), Map.of()));
        assertEquals(Optional.of(A), planner.place(world.situation(), "new"));
    }

    @Test
    void theShardsOfANodeThatIsAboutToStopLeaveInPortionsToTheNewestNodes() {
        var world = World.of(B).node(A, NodeView.State.STOPPING, World.VERSION).node(C, NodeView.State.UP, NEW);
        for (int i = 0; i < 20; i++) {
            world.shard("shard" + i, A, 10);
        }
        var moves = planner.plan(world.situation());
        assertEquals(World.LIMITS.movesAtOnce(), moves.size());
        assertTrue(moves.stream().allMatch(move -> move.to().equals(C) && move.reason() == Move.Reason.DRAIN));
        assertEquals(Optional.of(C), planner.place(world.situation(), "new"));
    }

    @Test
    void aLoneNodeThatIsAboutToStopKeepsItsShards() {
        var world = World.of().node(A, NodeView.State.STOPPING, World.VERSION).shard("1", A, 10);
        assertEquals(List.of(), planner.plan(world.situation()));
        assertEquals(Optional.of(A), planner.place(world.situation(), "new"));
    }

    @Test
    void whereAllNodesAreDrainedShardsStillHaveAHome() {
        var world = World.of(A).directives(new Directives(false, Set.of(A), Map.of(), Map.of()));
        assertEquals(Optional.of(A), planner.place(world.situation(), "new"));
    }

    @Test
    void inARollingUpdateNewShardsGoToNewNodesAndLoadMovesNothing() {
        var world = World.of(A, B).node(C, NodeView.State.UP, NEW);
        for (int i = 0; i < 30; i++) {
            world.shard("s" + i, i % 2 == 0 ? A : B, 0);
        }
        world.shard("c1", C, 900);
        assertEquals(Optional.of(C), planner.place(world.situation(), "new"));
        assertEquals(List.of(), planner.plan(world.situation()));
    }

    @Test
    void pinnedShardsMoveAndSayWhy() {
        var world = World.of(A, B).shard("1", A, 5).shard("2", B, 5).directives(pin("1", B));
        assertEquals(
                List.of(new Move("1", A, B, Move.Reason.PIN, World.PAUSE)),
                planner.plan(world.situation()).stream()
                        .filter(move -> move.reason() == Move.Reason.PIN)
                        .toList());
    }

    @Test
    void aMoveThatWasAskedForComesBeforeAPin() {
        var directives = new Directives(false, Set.of(), Map.of("1", Set.of(A)), Map.of("1", B));
        var world = World.of(A, B).shard("1", A, 0).shard("2", B, 0).directives(directives);
        assertEquals(
                new Move("1", A, B, Move.Reason.ASKED, World.PAUSE),
                planner.plan(world.situation()).getFirst());
    }

    @Test
    void nothingMovesWhileAMemberDoesNotAnswer() {
        var world = World.of(A, B)
                .node(C, NodeView.State.UNREACHABLE, World.VERSION)
                .shard("1", A, 0)
                .directives(pin("1", B));
        assertTrue(planner.plan(world.situation()).isEmpty());
        world.node(C, NodeView.State.UP, World.VERSION);
        assertFalse(planner.plan(world.situation()).isEmpty());
    }

    @Test
    void loadWaitsForNodesThatJoinButDrainsDoNot() {
        var world = World.of(A, B).node(C, NodeView.State.JOINING, World.VERSION);
        world.shard("1", A, 400).shard("2", A, 400).shard("3", B, 1);
        assertTrue(planner.plan(world.situation()).isEmpty());
        world.directives(new Directives(false, Set.of(A), Map.of(), Map.of()));
        assertEquals(
                List.of(Move.Reason.DRAIN, Move.Reason.DRAIN),
                planner.plan(world.situation()).stream().map(Move::reason).toList());
    }

    @Test
    void shardsOnTheMoveCountAgainstTheLimitAndAreLeftAlone() {
        var world = World.of(A, B).directives(new Directives(false, Set.of(A), Map.of(), Map.of()));
        for (int i = 0; i < 20; i++) {
            world.shard("s" + i, A, 1);
        }
        world.moving("s0", "s1", "s2");
        var moves = planner.plan(world.situation());
        assertEquals(World.LIMITS.movesAtOnce() - 3, moves.size());
        assertTrue(moves.stream().noneMatch(move -> Set.of("s0", "s1", "s2").contains(move.shard())));
    }

    private static Directives pin(String shard, NodeId node) {
        return new Directives(false, Set.of(), Map.of(shard, Set.of(node)), Map.of());
    }
}
