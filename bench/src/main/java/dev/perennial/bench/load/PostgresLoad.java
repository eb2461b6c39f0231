package dev.perennial.bench.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Runs a {@link PostgresJob}: one thread per connection, each commits and waits for it, as fast as it can. */
final class PostgresLoad {

    /** As many entities as the server's own load is spread over. */
    private static final int ENTITIES = 1000;

    /** The entity's number in an id; the copies are as long as the original. */
    private static final Pattern NUMBER = Pattern.compile("\\d{6}");

    private static final long TICK_NANOS = 1_000_000;

    /** A stored event as the journal plugin writes it. */
    private record Row(
            String persistenceId, String writer, String adapter, int serializer, String manifest, byte[] payload) {}

    private final PostgresJob job;
    private final Row template;
    private final String[] ids = new String[ENTITIES];
    private final Histogram micros = new ConcurrentHistogram(Latency.histogram());
    /** Sequence numbers beyond those of an earlier job on the same table. */
    private final long firstNumber = System.currentTimeMillis() * 1000;

    private volatile boolean measuring;
    private volatile boolean over;

    private PostgresLoad(PostgresJob job, Row template) {
        this.job = job;
        this.template = template;
        Arrays.setAll(ids, number -> NUMBER.matcher(template.persistenceId()).replaceAll("%06d".formatted(number)));
    }

    static LoadResult run(PostgresJob job) throws SQLException, InterruptedException, ExecutionException {
        return new PostgresLoad(job, template(job)).measure();
    }

    private LoadResult measure() throws InterruptedException, ExecutionException, SQLException {
        var connections = new ArrayList<Connection>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < job.connections(); i++) {
                connections.add(DriverManager.getConnection(job.url() + "&reWriteBatchedInserts=true"));
            }
            var writers = new ArrayList<Future<?>>();
            for (int i = 0; i < connections.size(); i++) {
                int first = i;
                writers.add(threads.submit(() -> {
                    write(connections.get(first), first);
                    return true;
                }));
            }
            var result = window();
            for (Future<?> writer : writers) {
                writer.get();
            }
            return result;
        } finally {
            over = true;
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private LoadResult window() {
        sleepUntil(System.nanoTime() + job.window().warmUp().toNanos());
        var before = Cpu.now(job.watch());
        long started = System.nanoTime();
        measuring = true;
        sleepUntil(started + job.window().measure().toNanos());
        measuring = false;
        long ended = System.nanoTime();
        var cpu = Cpu.now(job.watch()).since(before);
        over = true;
        var latency = Latency.ofMicros(micros);
        var counts = new Counts(latency.samples() * job.rowsPerCommit(), 0, 0, 0);
        return new LoadResult(counts, counts, (ended - started) / 1e9, latency, latency, cpu, "");
    }

    private static void sleepUntil(long nanoTime) {
        while (System.nanoTime() < nanoTime) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Each connection has entities of its own, so that none waits for another's row. */
    private void write(Connection connection, int first) throws SQLException {
        connection.setAutoCommit(job.rowsPerCommit() == 1);
        try (PreparedStatement insert = connection.prepareStatement(insert())) {
            long number = 0;
            while (!over) {
                long begun = System.nanoTime();
                for (int i = 0; i < job.rowsPerCommit(); i++) {
                    bind(insert, first, number++);
                }
                commit(connection, insert);
                if (measuring) {
                    Latency.record(micros, System.nanoTime() - begun);
                }
            }
        }
    }

    private void commit(Connection connection, PreparedStatement insert) throws SQLException {
        if (job.rowsPerCommit() == 1) {
            insert.executeUpdate();
        } else {
            insert.executeBatch();
            connection.commit();
        }
    }

    private void bind(PreparedStatement insert, int first, long number) throws SQLException {
        int mine = ENTITIES / job.connections();
        insert.setString(1, ids[(int) (first * mine + number % mine)]);
        insert.setLong(2, firstNumber + number);
        insert.setString(3, template.writer());
        insert.setLong(4, System.currentTimeMillis());
        insert.setString(5, template.adapter());
        insert.setInt(6, template.serializer());
        insert.setString(7, template.manifest());
        insert.setBytes(8, template.payload());
        if (job.rowsPerCommit() > 1) {
            insert.addBatch();
        }
    }

    private String insert() {
        return """
                insert into %s (deleted, persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                event_ser_id, event_ser_manifest, event_payload)
                values (false, ?, ?, ?, ?, ?, ?, ?, ?)
                """.formatted(job.table());
    }

    private static Row template(PostgresJob job) throws SQLException {
        try (Connection connection = DriverManager.getConnection(job.url());
                PreparedStatement query = connection.prepareStatement("""
                        select persistence_id, writer, adapter_manifest, event_ser_id, event_ser_manifest, event_payload
                        from journal.event_journal where event_ser_manifest = ? order by ordering desc limit 1
                        """)) {
            query.setString(1, job.manifest());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("the journal has no event " + job.manifest());
                }
                return new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getBytes(6));
            }
        }
    }
}
