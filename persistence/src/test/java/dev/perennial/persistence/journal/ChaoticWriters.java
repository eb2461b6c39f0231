package dev.perennial.persistence.journal;

import dev.perennial.persistence.journal.StoredEvent.Entity;
import dev.perennial.persistence.journal.TestJournal.Added;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Transactions of many writers that overlap, commit in another order than they began, roll back, or stay open for long.
 * Each entity has one writer, as in the cluster.
 */
public final class ChaoticWriters implements AutoCloseable {

    private static final int ENTITIES_PER_WRITER = 12;

    private final DataSource owner;
    private final Runnable afterCommit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> writers = new ArrayList<>();
    private final Map<Entity, Long> committed = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    public ChaoticWriters(DataSource owner, Runnable afterCommit) {
        this.owner = owner;
        this.afterCommit = afterCommit;
    }

    /** Starts writers; the seed decides what each does, the machine how they interleave. */
    public ChaoticWriters start(int count, long seed) {
        for (var writer = 0; writer < count; writer++) {
            var name = "w" + seed + "-" + writer + "-";
            var random = new Random(seed * 1000 + writer);
            writers.add(threads.submit(() -> write(name, random)));
        }
        return this;
    }

    /** Events whose transaction committed, so far. */
    public long events() {
        return committed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The revision of each entity that was written. */
    public Map<Entity, Long> revisions() {
        return Map.copyOf(committed);
    }

    /** Lets all finish what they are at, and fails if one of them failed. */
    public void finish() throws Exception {
        stopping = true;
        for (var writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.close();
    }

    private boolean write(String name, Random random) throws SQLException {
        try (var connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            while (!stopping) {
                var revisions = transaction(connection, name, random);
                if (random.nextInt(10) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.putAll(revisions);
                    afterCommit.run();
                }
            }
            return true;
        }
    }

    private Map<Entity, Long> transaction(Connection connection, String name, Random random) throws SQLException {
        var revisions = new HashMap<Entity, Long>();
        var events = 1 + random.nextInt(5);
        for (var i = 0; i < events; i++) {
            var entity = TestJournal.counter("t" + random.nextInt(3), name + random.nextInt(ENTITIES_PER_WRITER));
            var next = revisions.getOrDefault(entity, committed.getOrDefault(entity, 0L)) + 1;
            TestJournal.append(connection, entity, next, new Added(1));
            revisions.put(entity, next);
            linger(connection, random);
        }
        return revisions;
    }

    /** Keeps the transaction open: mostly for a moment, sometimes for long. */
    private static void linger(Connection connection, Random random) throws SQLException {
        var seconds = random.nextInt(200) == 0 ? 0.4 : random.nextDouble() * 0.01;
        Jdbc.query(connection, "select pg_sleep(?)", _ -> 0, seconds);
    }
}
