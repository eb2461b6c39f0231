package dev.perennial.app.telemetry;

import java.time.Duration;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Timer;

/** How something outside is doing that this program cannot do without, or wants to reach: a database, a third party. */
public final class DependencyMetrics {

    private final Timer calls;
    private final Counter failures;
    private final Gauge available;

    public DependencyMetrics(String dependency) {
        calls = Kamon.timer("perennial.dependency.calls", "that were answered").withTag("dependency", dependency);
        failures = Kamon.counter("perennial.dependency.failures", "calls that were not answered")
                .withTag("dependency", dependency);
        available = Kamon.gauge("perennial.dependency.available", "1 if it can be called now, else 0")
                .withTag("dependency", dependency);
    }

    public void answered(Duration within) {
        calls.record(within);
        available.update(1);
    }

    public void failed() {
        missed();
        reachable(false);
    }

    /** A call was not answered, which does not mean that the next one will not be. */
    public void missed() {
        failures.increment();
    }

    public void reachable(boolean now) {
        available.update(now ? 1 : 0);
    }
}
