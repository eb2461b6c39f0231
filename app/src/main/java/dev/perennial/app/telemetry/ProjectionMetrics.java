package dev.perennial.app.telemetry;

import dev.perennial.persistence.telemetry.ProjectionMeter;
import java.time.Duration;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Timer;

/** What the runners of one projection do on this node. */
final class ProjectionMetrics implements ProjectionMeter {

    private final Timer lags;
    private final Counter events;
    private final Counter failures;

    ProjectionMetrics(String projection) {
        lags = Kamon.timer("perennial.projection.lag", "from the decision of an event to the commit of its effect")
                .withTag("projection", projection);
        events =
                Kamon.counter("perennial.projection.events", "that took effect").withTag("projection", projection);
        failures = Kamon.counter("perennial.projection.failures", "tries that did not take effect")
                .withTag("projection", projection);
    }

    @Override
    public void applied(int events, Duration lag) {
        this.events.increment(events);
        // The clock of the node that decided may be ahead.
        lags.record(lag.isNegative() ? Duration.ZERO : lag);
    }

    @Override
    public void failed() {
        failures.increment();
    }
}
