package dev.perennial.app.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps the latest lines of the log in memory, each with the cause of its failure if it has one. */
public final class RecentLines extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int KEPT = 1_000;
    private static final int LONGEST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    private RecentLines() {}

    /** From now on. */
    public static RecentLines keep() {
        var recent = new RecentLines();
        recent.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        var outages = new OutageFilter();
        outages.start();
        recent.addFilter(outages);
        recent.start();
        root().addAppender(recent);
        return recent;
    }

    /** The oldest first. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        var line = "%s %-5s %s %s%s"
                .formatted(
                        Instant.ofEpochMilli(event.getTimeStamp()),
                        event.getLevel(),
                        event.getLoggerName(),
                        event.getFormattedMessage(),
                        cause(event));
        synchronized (lines) {
            lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    private static String cause(ILoggingEvent event) {
        var root = event.getThrowableProxy();
        if (root == null) {
            return "";
        }
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return " [" + root.getClassName() + ": " + root.getMessage() + "]";
    }

    @Override
    public void close() {
        root().detachAppender(this);
        stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
