package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * The runners of this node, each on a virtual thread of its own. Which node runs which slices is decided elsewhere and may
 * be wrong for a while: two runners of the same slices share the work instead of doing it twice.
 */
public final class Projections implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private record Key(String projection, SliceRange slices) {}

    private record Running(RunnerLoop loop, Thread thread) {}

    private final ConcurrentMap<Key, Running> running = new ConcurrentHashMap<>();
    private final DataSource source;
    private final HorizonReader reader;
    private final ProjectionSettings settings;
    private final Commits written;
    private final Pulse applied;
    private final Clock clock;
    private final Telemetry telemetry;
    private volatile boolean closed;
    private volatile Predicate<String> paused = _ -> false;

    /**
     * @param source the projection pool
     * @param written tells of what was committed, on whatever node
     * @param applied is rung here when a runner of this node has applied a page
     */
    public Projections(
            DataSource source,
            HorizonReader reader,
            ProjectionSettings settings,
            Commits written,
            Pulse applied,
            Clock clock,
            Telemetry telemetry) {
        this.source = source;
        this.reader = reader;
        this.settings = settings;
        this.written = written;
        this.applied = applied;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    /** Starts following the journal; does nothing if this node already does for that range, or is closing. */
    public void start(Projection projection, SliceRange slices) {
        if (closed) {
            return;
        }
        running.computeIfAbsent(new Key(projection.name(), slices), _ -> launch(projection, slices));
    }

    /** Stops after the page at hand, for which it waits. */
    public void stop(Projection projection, SliceRange slices) {
        var stopping = running.remove(new Key(projection.name(), slices));
        if (stopping != null) {
            stopping.loop().stop();
            end(stopping);
        }
    }

    /** From now on those rest whose name is one of these, each after the page at hand; the others go on. */
    public void pause(Predicate<String> names) {
        paused = names;
    }

    /** How each runner of this node is doing. */
    public List<ProjectionStatus> status() {
        return running.values().stream().map(runner -> runner.loop().status()).toList();
    }

    @Override
    public void close() {
        closed = true;
        var all = List.copyOf(running.values());
        running.clear();
        all.forEach(runner -> runner.loop().stop());
        all.forEach(this::end);
    }

    private Running launch(Projection projection, SliceRange slices) {
        var progress = new Progress(projection.name(), slices, clock, applied, telemetry.projection(projection.name()));
        var runner = new ProjectionRunner(source, reader, projection, slices, settings, progress, telemetry);
        var loop = new RunnerLoop(
                runner,
                progress,
                settings,
                settings.gather(projection),
                written.of(projection.types()),
                () -> paused.test(projection.name()));
        var thread = Thread.ofVirtual()
                .name("projection " + projection.name() + ", " + slices)
                .start(loop);
        return new Running(loop, thread);
    }

    /** The loop was told to stop; it may be waiting for the pulse, or for a database that does not answer. */
    private void end(Running stopping) {
        written.ringAll();
        try {
            if (!stopping.thread().join(LONGEST_STOP)) {
                stopping.thread().interrupt();
            }
        } catch (InterruptedException _) {
            stopping.thread().interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
