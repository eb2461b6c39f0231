package dev.perennial.app.telemetry;

import dev.perennial.persistence.telemetry.Span;
import dev.perennial.persistence.telemetry.Telemetry;
import kamon.Kamon;
import kamon.trace.SpanPropagation$W3CTraceContext$;
import kamon.trace.Trace$SamplingDecision$Sample$;

/** A span that is recorded. */
record KamonSpan(kamon.trace.Span span) implements Span {

    private static final String COMPONENT = "perennial";
    private static final SpanPropagation$W3CTraceContext$ W3C = SpanPropagation$W3CTraceContext$.MODULE$;

    /** Recorded if the one above is. */
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

    /**
     * The first span of ours in a trace, which is recorded if the one above is, and otherwise if the sampler says so.
     *
     * @param parent the caller's, or one that we made up: then there is no such span, only a trace of this name
     * @return one that is not recorded leads on to what it was given
     */
    static Span first(String name, String parent) {
        var first = below(Span.Kind.SERVER, name, parent);
        return first.isRecorded() ? first : Telemetry.NONE.begin(Span.Kind.SERVER, name, parent);
    }

    private boolean isRecorded() {
        return span.trace().samplingDecision() == Trace$SamplingDecision$Sample$.MODULE$;
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
