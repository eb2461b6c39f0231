package dev.perennial.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.perennial.persistence.sql.Outages;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * While the database cannot be reached everything that needs it fails, again and again, for the same reason. Of this each
 * logger may tell once in {@link #QUIET}.
 */
public final class OutageFilter extends Filter<ILoggingEvent> {

    static final Duration QUIET = Duration.ofSeconds(30);

    /** By logger, when it last told, in milliseconds. */
    private final ConcurrentMap<String, Long> told = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!isOutage(event)) {
            return FilterReply.NEUTRAL;
        }
        long now = event.getTimeStamp();
        long last =
                told.merge(event.getLoggerName(), now, (before, _) -> now - before >= QUIET.toMillis() ? now : before);
        return last == now ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    static boolean isOutage(ILoggingEvent event) {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy && Outages.isOutage(proxy.getThrowable());
    }
}
