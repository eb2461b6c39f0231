package dev.perennial.persistence.telemetry;

/** A stretch of work within a trace. Ended once, by {@link #end} or {@link #fail}. Not for sharing between threads. */
public interface Span {

    /** What it is to the others of its trace. */
    enum Kind {
        /** Asks another one. */
        CLIENT,
        /** Is what was asked for. */
        SERVER,
        /** Follows what was written, later. */
        CONSUMER,
        INTERNAL
    }

    /** The W3C traceparent under which what it causes goes on. */
    String traceparent();

    Span tag(String key, String value);

    void end();

    /** It ended without what it was for. */
    void fail(String why);

    /**
     * Whether somebody wants to see the trace: the one flag that there is; others are gone when a traceparent comes in.
     *
     * @see <a href="https://www.w3.org/TR/trace-context/#sampled-flag">Trace Context, sampled flag</a>
     */
    static boolean isSampled(String traceparent) {
        return traceparent.endsWith("-01");
    }

    /** The same trace, to be seen. */
    static String sampled(String traceparent) {
        return traceparent.substring(0, traceparent.lastIndexOf('-')) + "-01";
    }
}
