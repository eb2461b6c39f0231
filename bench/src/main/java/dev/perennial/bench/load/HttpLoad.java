package dev.perennial.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Runs an {@link HttpJob} on the calling thread.
 *
 * <p>One thread and a selector serve all connections: on a small machine the generator must not take what it measures.
 */
public final class HttpLoad {

    /** An answer that takes longer counts as failed: the command may or may not have been done. */
    private static final long ANSWER_WITHIN = Duration.ofSeconds(20).toNanos();

    private static final long LOOK_FOR_LATE_EVERY = TimeUnit.SECONDS.toNanos(1);

    /** A connection that was lost waits before it is made again, or a dead server would be hammered. */
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(20);

    private record Resting(Connection connection, long until) {}

    private final HttpJob job;
    private final RequestBytes request;
    private final Selector selector;
    private final Tally tally;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Resting> resting = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private int turn;
    private long nextDue;
    private long nextLook;

    private HttpLoad(HttpJob job, Selector selector) throws IOException {
        this.job = job;
        this.selector = selector;
        request = new RequestBytes(job.request(), job.port());
        for (int i = 0; i < job.connections(); i++) {
            connections.add(new Connection(selector, job.port(), request.length()));
        }
        idle.addAll(connections);
        long now = System.nanoTime();
        nextDue = now;
        nextLook = now + LOOK_FOR_LATE_EVERY;
        tally = new Tally(job.window(), job.watch(), now);
    }

    public static LoadResult run(HttpJob job) throws IOException {
        try (Selector selector = Selector.open()) {
            var load = new HttpLoad(job, selector);
            load.loop();
            load.connections.forEach(Connection::close);
            return load.tally.result();
        }
    }

    private void loop() throws IOException {
        for (long now = System.nanoTime(); !finished(now); now = System.nanoTime()) {
            tally.tick(now);
            wake(now);
            if (!allSent(now)) {
                send(now);
            }
            selector.select(this::ready, 1);
            giveUpLate(now);
        }
        tally.close(System.nanoTime());
    }

    private boolean allSent(long now) {
        return tally.over(now)
                || (job.entities().onceEach() && turn >= job.entities().count());
    }

    private boolean finished(long now) {
        return allSent(now) && connections.stream().noneMatch(Connection::busy);
    }

    private void send(long now) {
        if (job.perSecond() == 0) {
            while (!idle.isEmpty() && !allSent(now)) {
                sendOn(idle.remove());
            }
            return;
        }
        for (long gap = Math.round(1e9 / job.perSecond()); nextDue <= now; nextDue += gap) {
            if (idle.isEmpty()) {
                tally.unsent();
            } else {
                sendOn(idle.remove());
            }
        }
    }

    private void sendOn(Connection connection) {
        var entities = job.entities();
        int entity = entities.from() + (entities.onceEach() ? turn++ : random.nextInt(entities.count()));
        try {
            connection.send(request, entity, System.nanoTime());
        } catch (IOException failed) {
            lost(connection, failed.toString());
        }
    }

    private void ready(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            if (connection.proceed(key)) {
                long now = System.nanoTime();
                var answer = connection.response();
                tally.answered(answer.status(), now - connection.sentAt(), answer.sample());
                if (job.perSecond() == 0 && !allSent(now)) {
                    sendOn(connection);
                } else {
                    idle.add(connection);
                }
            }
        } catch (IOException failed) {
            lost(connection, failed.toString());
        }
    }

    private void lost(Connection connection, String why) {
        boolean underWay = connection.busy();
        connection.close();
        if (underWay) {
            tally.failed(why);
            resting.add(new Resting(connection, System.nanoTime() + REST));
        }
    }

    private void wake(long now) {
        while (!resting.isEmpty() && resting.peek().until() <= now) {
            idle.add(resting.remove().connection());
        }
    }

    private void giveUpLate(long now) {
        if (now < nextLook) {
            return;
        }
        nextLook = now + LOOK_FOR_LATE_EVERY;
        for (Connection connection : connections) {
            if (connection.busy() && now - connection.sentAt() > ANSWER_WITHIN) {
                lost(connection, "no answer within " + TimeUnit.NANOSECONDS.toSeconds(ANSWER_WITHIN) + " s");
            }
        }
    }
}
