package dev.perennial.app.telemetry;

import dev.perennial.persistence.telemetry.Span;
import kamon.Kamon;
import kamon.trace.SpanPropagation$W3CTraceContext$;

/** A span that is recorded. */
record KamonSpan(kamon.trace.Span span) implements Span {

    private static final String COMPONENT = "perennial";
    private static final SpanPropagation$W3CTraceContext$ W3C = SpanPropagation$W3CTraceContext$.MODULE$;

    /** @param parent one that is recorded, or to be */
    static KamonSpan below(Span.Kind kind, String name, String parent) {
        var builder = switch (kind) {
            case CLIENT -> Kamon.clientSpanBuilder(name, COMPONENT);
            case SERVER -> Kamon.serverSpanBuilder(name, COMPONENT);
            case CONSUMER -> Kamon.consumerSpanBuilder(name, COMPONENT);
            case INTERNAL -> Kamon.internalSpanBuilder(name, COMPONENT);
        };
        return new KamonSpan(builder.asChildOf(W3C.decodeTraceParent(parent).get())
                // Our own metrics say more, and are not sampled.
                .doNotTrackMetrics()
                .start());
    }

    @Override
    public String traceparent() {
        return W3C.encodeTraceParent(span);
    }

    @Override
    public Span tag(String key, String value) {
        span.tag(key, value);
        return this;
    }

    @Override
    public void end() {
        span.finish();
    }

    @Override
    public void fail(String why) {
        span.fail(why).finish();
    }
}
