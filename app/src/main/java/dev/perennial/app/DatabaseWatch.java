package dev.perennial.app;

import dev.perennial.app.telemetry.DependencyMetrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether PostgreSQL answers: asks it once a second over a connection of its own, since a pool that is merely busy
 * is no outage. Says in the log when it goes and when it is back.
 */
final class DatabaseWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int ANSWER_SECONDS = 2;

    private final DataSource source;
    private final DependencyMetrics metrics = new DependencyMetrics("postgresql");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean answers = true;
    private Instant lost = Instant.EPOCH;
    private @Nullable Connection connection;

    private DatabaseWatch(DataSource source) {
        this.source = source;
    }

    /** @param source unpooled */
    static DatabaseWatch start(DataSource source) {
        var watch = new DatabaseWatch(source);
        Thread.ofVirtual().name("database watch").start(watch::run);
        return watch;
    }

    /** Whether it did when last asked. */
    boolean answers() {
        return answers;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void look() {
        try {
            var asked = connection == null ? source.getConnection() : connection;
            connection = asked;
            var began = System.nanoTime();
            if (!asked.isValid(ANSWER_SECONDS)) {
                throw new SQLException("no answer within " + ANSWER_SECONDS + " s");
            }
            if (!answers) {
                log.info("PostgreSQL is back after {}", Duration.between(lost, Instant.now()));
            }
            answers = true;
            metrics.answered(Duration.ofNanos(System.nanoTime() - began));
        } catch (SQLException gone) {
            disconnect();
            metrics.failed();
            if (answers) {
                lost = Instant.now();
                log.warn(
                        "PostgreSQL cannot be reached; until it is back, what needs it answers 503: {}",
                        gone.getMessage());
            }
            answers = false;
        }
    }

    private void disconnect() {
        try (var _ = connection) {
            connection = null;
        } catch (SQLException gone) {
            log.debug("The watch's connection was lost already", gone);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
