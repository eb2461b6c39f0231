package dev.perennial.app;

import dev.perennial.app.management.StuckWork;
import dev.perennial.app.telemetry.JobMetrics;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.Projections;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardedDaemonProcessSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads projections and chores over the nodes that do such work. While a node is lost, two nodes may do the same for a
 * moment: projections are safe by the locks on their offsets, chores by being repeatable.
 */
final class Daemons {

    private static final Logger log = LoggerFactory.getLogger(Daemons.class);
    static final String PROJECTION_ROLE = "projection";
    private static final String WORKER_ROLE = "worker";

    private enum Command {
        STOP,
        RUN
    }

    private final ActorSystem<?> system;
    private final InstantSource clock;
    private final Map<String, StuckWork.Item> failing = new ConcurrentHashMap<>();

    Daemons(ActorSystem<?> system, InstantSource clock) {
        this.system = system;
        this.clock = clock;
    }

    /** The chores whose last run on this node failed. */
    List<StuckWork.Item> failing() {
        return List.copyOf(failing.values());
    }

    /** Runs the projection in so many instances, each for its share of the slices. */
    void project(Projections projections, Projection projection, int instances) {
        var ranges = SliceRange.split(instances);
        spread("projection-" + projection.name(), PROJECTION_ROLE, instances, i -> {
            var slices = ranges.get(i);
            return Behaviors.setup(_ -> {
                projections.start(projection, slices);
                return Behaviors.receive(Command.class)
                        .onMessageEquals(Command.STOP, Behaviors::stopped)
                        // Stopping waits for the page at hand, which no actor's thread may do.
                        .onSignal(PostStop.class, _ -> {
                            Thread.startVirtualThread(() -> projections.stop(projection, slices));
                            return Behaviors.same();
                        })
                        .build();
            });
        });
    }

    void repeat(Chore chore) {
        var metrics = new JobMetrics(chore.name());
        spread(
                "chore-" + chore.name(),
                WORKER_ROLE,
                1,
                _ -> Behaviors.setup(context -> {
                    var self = context.getSelf();
                    context.scheduleOnce(chore.every(), self, Command.RUN);
                    return Behaviors.receive(Command.class)
                            .onMessageEquals(Command.STOP, Behaviors::stopped)
                            .onMessageEquals(Command.RUN, () -> {
                                Thread.startVirtualThread(() -> {
                                    try {
                                        run(chore, metrics);
                                    } finally {
                                        system.scheduler()
                                                .scheduleOnce(
                                                        chore.every(),
                                                        () -> self.tell(Command.RUN),
                                                        system.executionContext());
                                    }
                                });
                                return Behaviors.same();
                            })
                            .onSignal(PostStop.class, _ -> {
                                // Another node knows from here on; what was true here would stand for ever.
                                failing.remove(chore.name());
                                metrics.leave();
                                return Behaviors.same();
                            })
                            .build();
                }));
    }

    private void spread(String name, String role, int instances, IntFunction<Behavior<Command>> daemon) {
        ShardedDaemonProcess.get(system)
                .init(
                        Command.class,
                        name,
                        instances,
                        daemon::apply,
                        ShardedDaemonProcessSettings.create(system).withRole(role),
                        Optional.of(Command.STOP));
    }

    private void run(Chore chore, JobMetrics metrics) {
        var began = System.nanoTime();
        try {
            var due = chore.work().run();
            metrics.ran(Duration.ofNanos(System.nanoTime() - began), due.count(), due.age());
            failing.remove(chore.name());
        } catch (Exception e) {
            metrics.failed();
            var now = clock.instant();
            failing.merge(
                    chore.name(), failure(chore, e, now, 1), (before, _) -> failure(chore, e, now, before.times() + 1));
            log.warn("The chore {} failed and comes again in {}", chore.name(), chore.every(), e);
        }
    }

    private static StuckWork.Item failure(Chore chore, Exception error, Instant now, int times) {
        return new StuckWork.Item(
                "chore", chore.name(), String.valueOf(error), now, times, Optional.of(now.plus(chore.every())));
    }
}
