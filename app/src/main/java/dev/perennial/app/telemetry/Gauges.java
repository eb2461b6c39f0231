package dev.perennial.app.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.tag.TagSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is not counted as it happens but looked at every few seconds, on a thread of its own, which may block. */
public final class Gauges implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gauges.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final List<Runnable> looks = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Gauges() {
        Thread.ofVirtual().name("gauges").start(this::run);
    }

    /** Looks again and again. */
    public void watch(Runnable look) {
        looks.add(look);
    }

    /** Says what a value is now. */
    public static void set(String name, String description, TagSet tags, double value) {
        Kamon.gauge(name, description).withTags(tags).update(value);
    }

    private void run() {
        try {
            do {
                looks.forEach(Gauges::look);
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException failed) {
            log.debug("A gauge could not be read", failed);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
