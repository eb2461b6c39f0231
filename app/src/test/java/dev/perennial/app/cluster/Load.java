package dev.perennial.app.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Commands at a steady rate, whatever becomes of the ones before, until it is told to stop. */
final class Load implements AutoCloseable {

    private static final int MOST_IN_FLIGHT = 1_500;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(40);

    private final Client client;
    private final Records records;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
    private final AtomicLong longestSilence = new AtomicLong();

    Load(Client client, Records records, int perSecond) {
        this.client = client;
        this.records = records;
        clock.scheduleAtFixedRate(this::issue, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void issue() {
        if (!places.tryAcquire()) {
            return;
        }
        var command = records.change();
        long began = System.nanoTime();
        var _ = client.perform(command).whenComplete((_, failure) -> {
            places.release();
            if (failure == null) {
                acknowledged.add(command.id());
                long now = System.nanoTime();
                slowest.accumulateAndGet(now - began, Math::max);
                longestSilence.accumulateAndGet(now - lastAnswer.getAndSet(now), Math::max);
            } else {
                failures.add(failure);
            }
        });
    }

    /** The traces of commands that were answered so far. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** The slowest command since the last call, repeats included. */
    Duration slowest() {
        return Duration.ofNanos(slowest.getAndSet(0));
    }

    /** The longest time without any acknowledgement since the last call. */
    Duration silence() {
        return Duration.ofNanos(longestSilence.getAndSet(0));
    }

    /** Why commands had to be repeated since the last call. */
    Map<String, Long> repeated() {
        return client.repeated();
    }

    void awaitMore(int commands) {
        int before = acknowledged.size();
        await().atMost(LAST_ANSWERS).until(() -> acknowledged.size() >= before + commands);
    }

    /** Issues nothing more, waits for the answers to what was issued, and fails if there was none for something. */
    void finish() {
        close();
        await().atMost(LAST_ANSWERS).until(() -> places.availablePermits() == MOST_IN_FLIGHT);
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " commands failed, the first:", failures.peek());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
