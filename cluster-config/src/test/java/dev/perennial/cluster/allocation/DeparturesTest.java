package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeparturesTest {

    private static final NodeId NODE = new NodeId("a", 1);

    private final AtomicLong time = new AtomicLong();
    private final Departures departures = new Departures(time::get);

    @Test
    void aNodeIsAboutToStopAsLongAsItSaysSo() {
        assertFalse(departures.isAboutToStop(NODE));
        for (int i = 0; i < 10; i++) {
            departures.hear(NODE);
            time.addAndGet(2 * Departures.SAID_EVERY.toNanos());
            assertTrue(departures.isAboutToStop(NODE));
            assertFalse(departures.isAboutToStop(new NodeId("a", 2)));
        }
    }

    @Test
    void oneThatComesBackSaysItNoMore() {
        departures.hear(NODE);
        time.addAndGet(Duration.ofSeconds(6).toNanos());
        assertFalse(departures.isAboutToStop(NODE));
    }
}
