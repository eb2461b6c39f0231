package dev.perennial.bench.load;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Runs a {@link LagJob}: how long an event takes from being written to being seen in a committed row of the view.
 *
 * <p>The beginning is the time in the event's own journal row, which is taken before its commit; the end is the first
 * poll that finds the row with that revision. Polls are a millisecond apart. So the figure holds the commit as well, and
 * errs upwards.
 */
final class LagProbe {

    private static final Duration POLL = Duration.ofMillis(1);

    /** A command whose event has not been seen after this long ends the job in an error. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A command whose event is written, and when its answer came. */
    private record Waiting(int entity, long revision, long answeredAt) {}

    private final LagJob job;
    private final SingleRequests requests;
    private final PreparedStatement view;
    private final PreparedStatement event;
    private final Histogram fromWrite = Latency.histogram();
    private final Histogram fromAnswer = Latency.histogram();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Waiting> answered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> lost = new ConcurrentLinkedQueue<>();
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long accepted;
    private long failed;

    private LagProbe(LagJob job, SingleRequests requests, PreparedStatement view, PreparedStatement event) {
        this.job = job;
        this.requests = requests;
        this.view = view;
        this.event = event;
        for (int i = 0; i < job.entities().count(); i++) {
            free.add(job.entities().from() + i);
        }
    }

    static LagResult run(LagJob job) throws SQLException {
        try (var requests = new SingleRequests(job.port(), job.request());
                Connection connection = DriverManager.getConnection(job.url());
                PreparedStatement view = connection.prepareStatement(job.viewQuery());
                PreparedStatement event = connection.prepareStatement(job.eventQuery())) {
            var probe = new LagProbe(job, requests, view, event);
            probe.loop();
            return new LagResult(
                    Latency.ofMicros(probe.fromWrite),
                    Latency.ofMicros(probe.fromAnswer),
                    new Counts(probe.accepted, 0, probe.failed, 0));
        }
    }

    private void loop() throws SQLException {
        long end = System.nanoTime() + job.measure().toNanos();
        long next = System.nanoTime();
        for (long now = next; now < end || free.size() < job.entities().count(); now = System.nanoTime()) {
            if (now > end + PATIENCE.toNanos()) {
                throw new IllegalStateException("the view has not shown within %s: %s".formatted(PATIENCE, waiting));
            }
            if (now >= next && now < end && !free.isEmpty()) {
                send(free.remove());
                next += job.pause().toNanos();
            }
            take();
            if (!waiting.isEmpty()) {
                poll();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void send(int entity) {
        var _ = requests.send(entity).whenComplete((response, failure) -> {
            if (failure == null && response.statusCode() / 100 == 2) {
                answered.add(new Waiting(entity, revision(response), System.nanoTime()));
            } else {
                lost.add(entity);
            }
        });
    }

    private void take() {
        for (var one = answered.poll(); one != null; one = answered.poll()) {
            accepted++;
            waiting.put(id(one.entity()), one);
        }
        for (var one = lost.poll(); one != null; one = lost.poll()) {
            failed++;
            free.add(one);
        }
    }

    private void poll() throws SQLException {
        view.setArray(
                1, view.getConnection().createArrayOf("text", waiting.keySet().toArray()));
        try (ResultSet rows = view.executeQuery()) {
            long seen = System.nanoTime();
            var seenAt = Instant.now();
            while (rows.next()) {
                var one = waiting.get(rows.getString(1));
                if (one != null && rows.getLong(2) >= one.revision()) {
                    waiting.remove(rows.getString(1));
                    free.add(one.entity());
                    Latency.record(fromAnswer, seen - one.answeredAt());
                    Latency.record(
                            fromWrite, Duration.between(writtenAt(one), seenAt).toNanos());
                }
            }
        }
    }

    private Instant writtenAt(Waiting one) throws SQLException {
        event.setString(1, id(one.entity()));
        event.setLong(2, one.revision());
        try (ResultSet row = event.executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("acknowledged, yet not in the journal: " + one);
            }
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }

    private String id(int entity) {
        return Request.withNumbers(job.id(), entity, 0);
    }

    private static long revision(HttpResponse<String> response) {
        String tag = response.headers().firstValue("ETag").orElseThrow();
        return Long.parseLong(tag.replace("\"", ""));
    }
}
