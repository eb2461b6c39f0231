package dev.perennial.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Changes levels of loggers while the program runs, and takes them back. A restart takes all of them back. */
public final class LogLevels {

    /** Each costs a little for ever, as a logger that was named once is kept. */
    private static final int MOST = 50;

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<String, Change> changes = new HashMap<>();
    private final InstantSource clock;
    private final BiConsumer<Duration, Runnable> later;

    /** @param before null if the logger took its level from the one above */
    private record Change(@Nullable Level before, Optional<Instant> until) {}

    /**
     * A logger with a level of its own.
     *
     * @param changed while the program runs
     * @param until when that is taken back; empty if it stays
     */
    public record OwnLevel(String logger, String level, boolean changed, Optional<Instant> until) {}

    /** @param later runs something after a time */
    public LogLevels(InstantSource clock, BiConsumer<Duration, Runnable> later) {
        this.clock = clock;
        this.later = later;
    }

    /** The loggers with a level of their own; the others follow the one above them. */
    public synchronized List<OwnLevel> own() {
        return context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .map(this::own)
                .toList();
    }

    /**
     * Sets a logger's level, in place of an earlier change.
     *
     * @param lasting after which it is as before the first change
     * @return whether that changes anything
     * @throws IllegalStateException if so many are changed that this one would be too many
     */
    public synchronized boolean set(String logger, Level level, Optional<Duration> lasting) {
        var until = lasting.map(clock.instant()::plus);
        var earlier = changes.get(logger);
        if (earlier == null && changes.size() == MOST) {
            throw new IllegalStateException("the levels of " + MOST + " loggers are changed already");
        }
        var target = context.getLogger(logger);
        if (earlier != null && until.isEmpty() && earlier.until().isEmpty() && level.equals(target.getLevel())) {
            return false;
        }
        var change = new Change(earlier == null ? target.getLevel() : earlier.before(), until);
        changes.put(logger, change);
        target.setLevel(level);
        lasting.ifPresent(time -> later.accept(time, () -> expire(logger, change)));
        return true;
    }

    /** Takes a change back; tells whether there was one. */
    public synchronized boolean restore(String logger) {
        var change = changes.remove(logger);
        if (change == null) {
            return false;
        }
        context.getLogger(logger).setLevel(change.before());
        return true;
    }

    private synchronized void expire(String logger, Change change) {
        if (change.equals(changes.get(logger))) {
            restore(logger);
        }
    }

    private OwnLevel own(Logger logger) {
        var change = Optional.ofNullable(changes.get(logger.getName()));
        return new OwnLevel(
                logger.getName(), logger.getLevel().toString(), change.isPresent(), change.flatMap(Change::until));
    }
}
