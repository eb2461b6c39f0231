package dev.perennial.persistence.projection;

import dev.perennial.persistence.projection.ProjectionRunner.Step;
import dev.perennial.persistence.projection.ProjectionStatus.State;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps a runner for as long as it is wanted: at once while there is something to read, else when the pulse rings. */
final class RunnerLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RunnerLoop.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    /** Commits in a second that make it wait as long as it may. */
    private static final double BUSY = 125;

    /** How often one that rests asks whether it still has to. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(1);
    private static final Duration LONGEST_RETRY = Duration.ofMillis(8);

    private final ProjectionRunner runner;
    private final Progress progress;
    private final ProjectionSettings settings;
    private final Duration gather;
    private final Pulse.Listener pulse;
    private final BooleanSupplier paused;
    private final Pulse ending = new Pulse();
    private final Pulse.Listener end = ending.listen();
    private volatile boolean stopped;
    private Duration retry = FIRST_RETRY;
    private Duration backoff = FIRST_BACKOFF;

    /**
     * @param gather longest time to let events come together
     * @param paused whether it has to rest; asked before each page
     */
    RunnerLoop(
            ProjectionRunner runner,
            Progress progress,
            ProjectionSettings settings,
            Duration gather,
            Pulse pulse,
            BooleanSupplier paused) {
        this.runner = runner;
        this.progress = progress;
        this.settings = settings;
        this.gather = gather;
        this.pulse = pulse.listen();
        this.paused = paused;
    }

    ProjectionStatus status() {
        return progress.status();
    }

    /** Ends after the page at hand. */
    void stop() {
        stopped = true;
        ending.ring();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (paused.getAsBoolean()) {
                    rest();
                } else {
                    stepOnce();
                }
            }
        } catch (InterruptedException _) {
            // Interrupting is the way to stop without waiting.
        }
        progress.is(State.STOPPED);
    }

    private void rest() throws InterruptedException {
        progress.is(State.PAUSED);
        end.await(REST);
    }

    private void stepOnce() throws InterruptedException {
        var started = System.nanoTime();
        try {
            var step = runner.step();
            backoff = FIRST_BACKOFF;
            after(step, started);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            // An error too: a projection that ended without a word would be noticed by nobody.
            if (!stopped) {
                if (status().state() != State.FAILING) {
                    LOG.warn("Projection {} on {} failed; trying again", status().projection(), status().slices(), e);
                }
                var pause = pause();
                progress.failed(e, pause);
                end.await(pause);
            }
        }
    }

    private void after(Step step, long started) throws InterruptedException {
        if (step != Step.HIDDEN) {
            retry = FIRST_RETRY;
        }
        switch (step) {
            case MORE, OVERTAKEN -> {}
            case APPLIED -> gather(pulse.unheard(), started);
            case HIDDEN -> {
                progress.is(State.RUNNING);
                lookAgainSoon();
            }
            case IDLE -> {
                progress.is(State.RUNNING);
                gather(pulse.await(settings.poll()), started);
            }
            case FOREIGN_FORM -> {
                progress.is(State.AWAITING_REBUILD);
                end.await(settings.poll());
            }
        }
    }

    /** Lets more events come together, the longer the more often something is committed; a single event is not delayed. */
    private void gather(long commits, long started) throws InterruptedException {
        var most = gather.toNanos();
        var enough = Math.max(2, BUSY * most / Duration.ofSeconds(1).toNanos());
        var share = Math.clamp((commits - 1) / (enough - 1), 0, 1);
        var rest = (long) (share * most) - (System.nanoTime() - started);
        if (rest > 0) {
            end.await(Duration.ofNanos(rest));
        }
    }

    /** What hides an event is mostly a transaction that began a little earlier and ends within milliseconds. */
    private void lookAgainSoon() throws InterruptedException {
        end.await(retry);
        retry = doubled(retry, LONGEST_RETRY);
    }

    /** Longer each time; half of it at random, so that the runners of all nodes do not return at the same moment. */
    private Duration pause() {
        var nanos = backoff.toNanos();
        backoff = doubled(backoff, settings.maxBackoff());
        return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2));
    }

    private static Duration doubled(Duration duration, Duration longest) {
        var twice = duration.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }
}
