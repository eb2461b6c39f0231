package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.cluster.allocation.Departures.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeparturesTest {

    private static final NodeId NODE = new NodeId("a", 1);

    private final AtomicLong time = new AtomicLong();
    private final Departures departures = new Departures(time::get);

    @Test
    void aNodeIsAboutToStopAsLongAsItSaysSo() {
        assertEquals(Optional.empty(), departures.of(NODE));
        for (int i = 0; i < 10; i++) {
            departures.hear(NODE, Stage.STOPPING);
            time.addAndGet(2 * Departures.SAID_EVERY.toNanos());
            assertEquals(Optional.of(Stage.STOPPING), departures.of(NODE));
            assertEquals(Optional.empty(), departures.of(new NodeId("a", 2)));
        }
    }

    @Test
    void whatItSaidLastCounts() {
        departures.hear(NODE, Stage.STOPPING);
        departures.hear(NODE, Stage.LEAVING);
        assertEquals(Optional.of(Stage.LEAVING), departures.of(NODE));
    }

    @Test
    void oneThatComesBackSaysItNoMore() {
        departures.hear(NODE, Stage.STOPPING);
        time.addAndGet(Duration.ofSeconds(6).toNanos());
        assertEquals(Optional.empty(), departures.of(NODE));
    }
}
