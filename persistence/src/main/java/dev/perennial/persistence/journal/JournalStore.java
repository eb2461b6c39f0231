package dev.perennial.persistence.journal;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/**
 * The journal and the snapshots behind Pekko's plugins, with the threads that work on them. Made where everything else is
 * made, and handed to the plugins, which Pekko makes by their names, as a setting of the actor system.
 */
public final class JournalStore extends Setup implements AutoCloseable {

    private final JournalTable events;
    private final SnapshotTable snapshots;
    private final JournalWriter writer;
    private final ExecutorService readers;
    private final InstantSource clock;

    private JournalStore(DataSource source, JournalSettings settings, InstantSource clock) {
        this.events = new JournalTable(source);
        this.snapshots = new SnapshotTable(source);
        this.writer = new JournalWriter(events, settings.maxBatch(), settings.maxWaiting());
        this.readers = readers(settings);
        this.clock = clock;
    }

    /**
     * @param source of at least one connection more than there are readers
     * @param clock by which events are written
     */
    public static JournalStore open(DataSource source, JournalSettings settings, InstantSource clock) {
        return new JournalStore(source, settings, clock);
    }

    static JournalStore of(ActorSystem system) {
        return system.settings()
                .setup()
                .get(JournalStore.class)
                .orElseThrow(() -> new IllegalStateException("the actor system was made without a journal store"));
    }

    JournalTable events() {
        return events;
    }

    SnapshotTable snapshots() {
        return snapshots;
    }

    /** Now, in milliseconds since 1970. */
    long now() {
        return clock.millis();
    }

    /** See {@link JournalWriter#append}. */
    CompletableFuture<Void> append(List<JournalRow> rows) {
        return writer.append(rows);
    }

    /**
     * Works with the database on a reader's thread.
     *
     * @throws RejectedExecutionException when too many wait
     */
    <T> CompletableFuture<T> read(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                readers);
    }

    /** The same for work that comes to nothing but its effect. */
    CompletableFuture<Void> run(Work work) {
        return read(() -> {
            work.run();
            return null;
        });
    }

    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        writer.close();
        readers.shutdown();
    }

    private static ExecutorService readers(JournalSettings settings) {
        var threads = Thread.ofPlatform().name("journal reader ", 1).daemon().factory();
        return new ThreadPoolExecutor(
                settings.readers(),
                settings.readers(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(settings.maxWaitingReads()),
                threads);
    }
}
