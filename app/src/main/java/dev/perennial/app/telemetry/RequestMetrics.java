package dev.perennial.app.telemetry;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Operation;
import dev.perennial.app.http.RequestHead;
import dev.perennial.app.http.RequestWatch;
import dev.perennial.persistence.telemetry.Span;
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
    private final TenantLoad tenants;
    private final Tagged<String, OfOperation> operations = new Tagged<>(OfOperation::new);

    /**
     * @param tracing whether spans go anywhere
     * @param tenants told of the requests that concern one
     */
    public RequestMetrics(boolean tracing, TenantLoad tenants) {
        this.tracing = tracing;
        this.tenants = tenants;
    }

    private record OfOperation(Timer durations, Tagged<Integer, Counter> statuses) {
        OfOperation(String operation) {
            this(
                    Kamon.timer("perennial.http.requests", "from a request's head to its answer")
                            .withTag("operation", operation),
                    new Tagged<>(status -> Kamon.counter("perennial.http.responses", "by status")
                            .withTags(TagSet.of("operation", operation).withTag("status", Integer.toString(status)))));
        }
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
            span = tracing ? KamonSpan.first(operation.id(), head.trace()).tag("request", head.requestId()) : null;
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
