package dev.perennial.cluster.allocation;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;

/** This node's part in deciding where shards live: it measures, hears of the others' measures, and coordinates when asked. */
public final class Allocation {

    private final Members members;
    private final Planner planner;
    private final InstantSource clock;
    private final Traffic traffic;
    private final LoadBook loads;
    private final MoveLog log = new MoveLog();
    private final Gossip gossip;
    private final List<BiConsumer<String, String>> arrivals = new CopyOnWriteArrayList<>();
    private final ActorSystem<?> system;
    private volatile Orders orders = Orders.UNKNOWN;

    /**
     * Begins to measure. Until {@link #obey} is called shards are placed but not moved.
     *
     * @param shards of every entity type, called 0 to this number
     */
    public Allocation(ActorSystem<?> system, AllocationSettings settings, int shards, InstantSource clock) {
        this.system = system;
        var departures = new Departures(System::nanoTime);
        this.members = new Members(system, departures);
        this.planner = new Planner(settings.limits());
        this.clock = clock;
        this.traffic = new Traffic(shards);
        this.loads = new LoadBook(settings.reportEvery().multipliedBy(5), System::nanoTime);
        this.gossip = Gossip.start(system, loads, log, departures);
        gossip.reportEvery(settings.reportEvery(), members.self(), traffic, new Rates(settings.halfLife()));
    }

    /** From now on these orders hold. */
    public void obey(Orders wanted) {
        this.orders = wanted;
    }

    /** This node is about to stop: from now on its shards go to others, as far as there is time before it does. */
    public void beginToStop() {
        gossip.say(members.self(), Departures.Stage.STOPPING);
    }

    /** No more moves from here are begun; the rest is handed over when this node leaves the cluster. */
    public void beginToLeave() {
        gossip.say(members.self(), Departures.Stage.LEAVING);
    }

    /** What the regions of one entity type are to be started with. */
    public ShardAllocationStrategy strategy(String type) {
        return new PlannedAllocation(type, this);
    }

    /** Is to be told the shard of every message to one type: cheap, from any thread. */
    public IntConsumer meter(String type) {
        return traffic.meter(type);
    }

    public MoveLog log() {
        return log;
    }

    public LoadBook loads() {
        return loads;
    }

    public Planner planner() {
        return planner;
    }

    public Orders orders() {
        return orders;
    }

    /**
     * Has type and shard told of a move that was ordered, while its shard is where it was ordered to and the order stands:
     * on the node that coordinates, again and again. The listener must not block.
     */
    public void whenArrived(BiConsumer<String, String> listener) {
        arrivals.add(listener);
    }

    /** Where the shards of a type are now. Fails when the coordinator does not answer in time. */
    public CompletionStage<Homes> homes(String type) {
        return Homes.ask(Adapter.toClassic(system), type);
    }

    /**
     * The moves that would be made by the orders and loads of now, if moving were not paused.
     *
     * @param tolerancePercent in place of the settings', from 2
     */
    public CompletionStage<List<Move>> forecast(String type, OptionalInt tolerancePercent) {
        var asked = tolerancePercent.isPresent() ? planner.within(tolerancePercent.getAsInt() / 100.0) : planner;
        return homes(type).thenApply(homes -> Forecast.moves(asked, situation(type, homes)));
    }

    private Situation situation(String type, Homes homes) {
        var shards = homes.shards().entrySet().stream()
                .map(entry ->
                        new PlacedShard(entry.getKey(), entry.getValue().node(), loads.load(type, entry.getKey())))
                .toList();
        var directives = orders.of(type);
        var unpaused = new Directives(false, directives.drained(), directives.pins(), directives.moves());
        return new Situation(members.now(homes.hosts()), shards, Set.of(), unpaused, log.usualPause());
    }

    public Members members() {
        return members;
    }

    void made(String type, PlannedAllocation.Underway begun, NodeId to, boolean done) {
        var move = begun.move();
        gossip.tell(new MadeMove(
                type, move.shard(), move.from(), to, move.reason(), clock.instant(), begun.elapsed(), done));
    }

    void arrived(String type, Collection<String> shards) {
        shards.forEach(shard -> arrivals.forEach(listener -> listener.accept(type, shard)));
    }
}
