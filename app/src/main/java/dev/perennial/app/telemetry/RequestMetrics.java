package dev.perennial.app.telemetry;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Operation;
import dev.perennial.app.http.RequestHead;
import dev.perennial.app.http.RequestWatch;
import dev.perennial.persistence.telemetry.Span;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Timer;
import kamon.tag.TagSet;
import org.jspecify.annotations.Nullable;

/** Counts and times requests, begins their traces, and remembers whose they were. */
public final class RequestMetrics implements RequestWatch {

    private static final int SERVER_ERROR = 500;
    private static final String NO_OPERATION = "none";

    private final boolean tracing;
    private final long nanosPerTrace;
    private final TenantLoad tenants;
    private final Tagged<String, OfOperation> operations = new Tagged<>(OfOperation::new);

    /** @param tenants told of the requests that concern one */
    public RequestMetrics(TelemetrySettings settings, TenantLoad tenants) {
        this.tracing = settings.otlpEndpoint().isPresent();
        this.nanosPerTrace = TimeUnit.MINUTES.toNanos(1) / settings.tracesPerMinute();
        this.tenants = tenants;
    }

    /** @param due when its next trace is, so that those that are rarely asked for are seen as well */
    private record OfOperation(Timer durations, Tagged<Integer, Counter> statuses, AtomicLong due) {
        OfOperation(String operation) {
            this(
                    Kamon.timer("perennial.http.requests", "from a request's head to its answer")
                            .withTag("operation", operation),
                    new Tagged<>(status -> Kamon.counter("perennial.http.responses", "by status")
                            .withTags(TagSet.of("operation", operation).withTag("status", Integer.toString(status)))),
                    new AtomicLong(System.nanoTime()));
        }
    }

    /** Because a proxy of ours says so, or because it is its operation's turn. */
    private boolean isRecorded(OfOperation operation, String trace) {
        return tracing && (Span.isSampled(trace) || isDue(operation.due()));
    }

    private boolean isDue(AtomicLong due) {
        var now = System.nanoTime();
        var expected = due.get();
        if (now - expected < 0) {
            return false;
        }
        // Not in step with anything that happens in step.
        var pause = nanosPerTrace
                * operations.size()
                * (0.5 + ThreadLocalRandom.current().nextDouble());
        return due.compareAndSet(expected, now + (long) pause);
    }

    @Override
    public Watched begin(Operation operation, RequestHead head) {
        return new Running(operation, head);
    }

    @Override
    public void unmatched(int status) {
        operations.get(NO_OPERATION).statuses().get(status).increment();
    }

    private final class Running implements Watched {

        private final long began = System.nanoTime();
        private final OfOperation meters;
        private final String trace;
        private final @Nullable Span span;
        private String tenant = "";

        Running(Operation operation, RequestHead head) {
            meters = operations.get(operation.id());
            span = isRecorded(meters, head.trace())
                    ? KamonSpan.below(Span.Kind.SERVER, operation.id(), Span.sampled(head.trace()))
                            .tag("request", head.requestId())
                    : null;
            trace = span == null ? head.trace() : span.traceparent();
        }

        @Override
        public String trace() {
            return trace;
        }

        @Override
        public void admitted(Call call) {
            tenant = call.tenantIfAny();
        }

        @Override
        public void answered(int status) {
            var nanos = System.nanoTime() - began;
            meters.durations().record(nanos);
            meters.statuses().get(status).increment();
            if (!tenant.isEmpty()) {
                tenants.answered(tenant, nanos, status >= SERVER_ERROR);
            }
            if (span != null) {
                span.tag("tenant", tenant).tag("status", Integer.toString(status));
                if (status >= SERVER_ERROR) {
                    span.fail("status " + status);
                } else {
                    span.end();
                }
            }
        }
    }
}
