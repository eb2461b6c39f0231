package dev.perennial.persistence.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appends for all entities of a node. One thread writes, and what comes while a batch commits is the next batch: the
 * busier, the larger the batches (group commit). More writers would mean smaller batches and more commits.
 */
final class JournalWriter implements AutoCloseable {

    /** Two nodes wrote the same revision of an entity: one of them no longer owns it. */
    private static final String DUPLICATE = "23505";

    private final JournalTable table;
    private final int maxBatch;
    private final int maxWaiting;
    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Append end = new Append(List.of(), new CompletableFuture<>());
    private volatile boolean closed;

    /** What one entity wants to have written, all or nothing. */
    private record Append(List<JournalRow> rows, CompletableFuture<Void> written) {}

    /**
     * @param maxBatch rows from which on nothing more joins a batch
     * @param maxWaiting rows that wait for their commit at most
     */
    JournalWriter(JournalTable table, int maxBatch, int maxWaiting) {
        this.table = table;
        this.maxBatch = maxBatch;
        this.maxWaiting = maxWaiting;
        Thread.ofPlatform().name("journal").start(this::run);
    }

    /**
     * Completes on the writer's thread after the commit: what follows must not block. When it fails, nothing was
     * written, or, if the connection broke, that is unknown.
     *
     * @throws RejectedExecutionException when too much waits, or the writer is closed: nothing will be written
     */
    CompletableFuture<Void> append(List<JournalRow> rows) {
        if (closed || waiting.addAndGet(rows.size()) > maxWaiting) {
            waiting.addAndGet(-rows.size());
            throw new RejectedExecutionException(closed ? "the journal is closed" : "too much waits for the journal");
        }
        var append = new Append(rows, new CompletableFuture<>());
        queue.add(append);
        return append.written();
    }

    /** Writes what waits, and ends. Does not wait for that. */
    @Override
    public void close() {
        closed = true;
        queue.add(end);
    }

    private void run() {
        try {
            for (var first = queue.take(); first != end; first = queue.take()) {
                write(batch(first));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Append> batch(Append first) {
        var batch = new ArrayList<Append>();
        var rows = 0;
        for (Append next = first; next != null; next = rows < maxBatch && queue.peek() != end ? queue.poll() : null) {
            batch.add(next);
            rows += next.rows().size();
        }
        return batch;
    }

    private void write(List<Append> batch) {
        var rows = new ArrayList<JournalRow>();
        batch.forEach(append -> rows.addAll(append.rows()));
        try {
            table.insert(rows);
        } catch (SQLException | RuntimeException | Error e) {
            if (batch.size() > 1 && e instanceof SQLException sql && DUPLICATE.equals(sql.getSQLState())) {
                batch.forEach(alone -> write(List.of(alone))); // Nothing was written. Only the one at fault shall fail.
            } else {
                waiting.addAndGet(-rows.size());
                batch.forEach(append -> append.written().completeExceptionally(e));
            }
            return;
        }
        waiting.addAndGet(-rows.size());
        batch.forEach(append -> append.written().complete(null));
    }
}
