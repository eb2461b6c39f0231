package dev.perennial.app.telemetry;

import java.time.Duration;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Timer;

/** How background work is doing: whether it runs, and how much of it waits for how long. */
public final class JobMetrics {

    private final Timer runs;
    private final Counter failures;
    private final Gauge backlog;
    private final Gauge oldest;

    public JobMetrics(String job) {
        runs = Kamon.timer("perennial.job.runs", "of background work").withTag("job", job);
        failures = Kamon.counter("perennial.job.failures", "runs that failed").withTag("job", job);
        backlog = Kamon.gauge("perennial.job.backlog", "what was due when it last looked")
                .withTag("job", job);
        oldest = Kamon.gauge("perennial.job.oldest.seconds", "for how many seconds the oldest of it had been due")
                .withTag("job", job);
    }

    public void ran(Duration within, long due, Duration age) {
        runs.record(within);
        backlog.update(due);
        oldest.update(age.toMillis() / 1e3);
    }

    /** It runs on another node now. */
    public void leave() {
        backlog.update(0);
        oldest.update(0);
    }

    public void failed() {
        failures.increment();
    }
}
