package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of the planner in any situation; the number of the repetition is the seed. */
class PlannerLawsTest {

    private static final int SITUATIONS = 60;
    private static final int MOST_ROUNDS = 100;

    private final Planner planner = new Planner(World.LIMITS);

    @RepeatedTest(SITUATIONS)
    void skewedLoadBecomesEvenInBoundedMovesAndStaysThere(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var nodes = nodes(2 + random.nextInt(9));
        var world = skewed(nodes, random);
        assertTrue(world.unevenness(nodes) > World.LIMITS.tolerance(), "nothing to do");
        int moved = 0;
        var moves = planner.plan(world.situation());
        for (int round = 0; !moves.isEmpty(); round++) {
            assertTrue(round < MOST_ROUNDS, "still moving");
            assertTrue(moves.size() <= World.LIMITS.movesAtOnce());
            world.make(moves);
            moved += moves.size();
            moves = planner.plan(world.situation());
        }
        assertTrue(world.unevenness(nodes) <= World.LIMITS.tolerance(), "uneven by " + world.unevenness(nodes));
        assertTrue(moved <= world.shards().size(), moved + " moves");
        jitter(world, random, 0.03);
        assertEquals(List.of(), planner.plan(world.situation()), "moves again for noise");
    }

    @RepeatedTest(SITUATIONS)
    void nothingComesToADrainedNodeAndAllLeavesIt(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var nodes = nodes(3 + random.nextInt(6));
        var world = skewed(nodes, random);
        var drained = Set.of(any(nodes, random));
        world.directives(new Directives(false, drained, randomPins(world, nodes, random), Map.of()));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var moves = planner.plan(world.situation());
            assertTrue(moves.stream().map(Move::to).noneMatch(drained::contains));
            world.make(moves);
            assertFalse(planner.place(world.situation(), "new")
                    .filter(drained::contains)
                    .isPresent());
        }
        assertTrue(world.shards().stream().map(PlacedShard::home).noneMatch(drained::contains));
    }

    @RepeatedTest(SITUATIONS)
    void pinsAreObeyedWhateverTheLoad(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var nodes = nodes(2 + random.nextInt(6));
        var world = skewed(nodes, random);
        var pins = randomPins(world, nodes, random);
        world.directives(new Directives(false, Set.of(), pins, Map.of()));
        int round = 0;
        for (var moves = planner.plan(world.situation()); !moves.isEmpty(); moves = planner.plan(world.situation())) {
            assertTrue(round++ < MOST_ROUNDS, "still moving");
            world.make(moves);
        }
        for (var shard : world.shards()) {
            assertTrue(pins.getOrDefault(shard.shard(), nodes).contains(shard.home()), shard + " against " + pins);
        }
    }

    @RepeatedTest(SITUATIONS)
    void aPausedPlanMovesNothingButPlaces(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var nodes = nodes(3);
        var world = skewed(nodes, random);
        var drained = Set.of(any(nodes, random));
        world.directives(new Directives(true, drained, randomPins(world, nodes, random), Map.of()));
        assertEquals(List.of(), planner.plan(world.situation()));
        assertTrue(planner.place(world.situation(), "new").isPresent());
    }

    @RepeatedTest(SITUATIONS)
    void theOrderOfWhatIsKnownDoesNotMatter(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var nodes = nodes(5);
        var world = skewed(nodes, random);
        world.directives(new Directives(false, Set.of(any(nodes, random)), randomPins(world, nodes, random), Map.of()));
        var one = world.situation();
        var other = new Situation(
                shuffled(one.nodes(), random),
                shuffled(one.shards(), random),
                one.moving(),
                one.directives(),
                one.usualPause());
        assertEquals(planner.plan(one), planner.plan(other));
        assertEquals(planner.place(one, "new"), planner.place(other, "new"));
    }

    private static Set<NodeId> nodes(int count) {
        var nodes = new HashSet<NodeId>();
        IntStream.range(0, count).forEach(i -> nodes.add(new NodeId("10.0.0." + i, 7355)));
        return nodes;
    }

    /** A few shards per node are busy, most of them on the same nodes; none alone is more than a node should have. */
    private static World skewed(Set<NodeId> nodes, Random random) {
        var sorted = nodes.stream().sorted().toList();
        var world = World.of(sorted.toArray(NodeId[]::new));
        for (int i = 0; i < 12 * nodes.size(); i++) {
            var home = sorted.get((int) (nodes.size() * Math.pow(random.nextDouble(), 3)));
            world.shard("s" + i, home, 20 + 400 * Math.pow(random.nextDouble(), 3));
        }
        return world;
    }

    private static void jitter(World world, Random random, double part) {
        List.copyOf(world.shards())
                .forEach(shard -> world.shard(
                        shard.shard(), shard.home(), shard.load() * (1 + part * (2 * random.nextDouble() - 1))));
    }

    private static Map<String, Set<NodeId>> randomPins(World world, Set<NodeId> nodes, Random random) {
        // The last node is never drained, so every pin can be obeyed.
        var pins = new HashMap<String, Set<NodeId>>();
        for (var shard : world.shards()) {
            if (random.nextInt(4) == 0) {
                pins.put(shard.shard(), Set.of(any(nodes, random), last(nodes)));
            }
        }
        return pins;
    }

    /** Never the last one. */
    private static NodeId any(Set<NodeId> nodes, Random random) {
        return nodes.stream()
                .sorted()
                .skip(random.nextInt(nodes.size() - 1))
                .findFirst()
                .orElseThrow();
    }

    private static NodeId last(Set<NodeId> nodes) {
        return Collections.max(nodes);
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
