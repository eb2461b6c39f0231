package dev.perennial.cluster.allocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From a message that is counted to a load that plans are made by. */
class LoadReportsTest {

    private static final NodeId NODE = new NodeId("10.0.0.1", 7355);
    private static final NodeId OTHER = new NodeId("10.0.0.2", 7355);

    @Test
    void whatWasSentIsCountedOnce() {
        var traffic = new Traffic(4);
        var meter = traffic.meter("user");
        meter.accept(1);
        meter.accept(1);
        traffic.meter("user").accept(3);
        assertArrayEquals(new long[] {0, 2, 0, 1}, traffic.take().get("user"));
        assertArrayEquals(new long[4], traffic.take().get("user"));
    }

    @Test
    void aSteadyRateIsReachedByHalvesAndLeftByHalves() {
        var rates = new Rates(Duration.ofSeconds(10));
        assertEquals(50, rate(rates, 1_000), 0.1);
        assertEquals(75, rate(rates, 1_000), 0.1);
        assertEquals(37.5, rate(rates, 0), 0.1);
    }

    @Test
    void aReportIsReadAsItWasWritten() {
        var report = TrafficReport.of(
                NODE, Map.of("identity.user", new double[] {0, 12.5, 0.01, 7}, "identity.session", new double[4]));
        var read = TrafficReport.parse(report.toText());
        assertEquals(report, read);
        assertEquals(Map.of("1", 12.5, "3", 7.0), read.rates().get("identity.user"));
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TrafficReport.parse("hello"));
        assertThrows(IllegalArgumentException.class, () -> TrafficReport.parse(NODE + ";user"));
        assertThrows(IllegalArgumentException.class, () -> TrafficReport.parse(NODE + ";user=1"));
    }

    @Test
    void theLoadOfAShardIsWhatAllLivingNodesSendToIt() {
        var clock = new AtomicLong();
        var book = new LoadBook(Duration.ofSeconds(10), clock::get);
        book.hear(new TrafficReport(NODE, Map.of("user", Map.of("7", 10.0))));
        clock.addAndGet(Duration.ofSeconds(6).toNanos());
        book.hear(new TrafficReport(OTHER, Map.of("user", Map.of("7", 5.0))));
        assertEquals(15, book.load("user", "7"));
        assertEquals(0, book.load("user", "8"));
        book.hear(new TrafficReport(OTHER, Map.of("user", Map.of("7", 6.0))));
        assertEquals(16, book.load("user", "7"));
        clock.addAndGet(Duration.ofSeconds(6).toNanos());
        assertEquals(6, book.load("user", "7"));
    }

    @Test
    void movesAreReadAsTheyWereWrittenAndTellHowLongTheNextWillTake() {
        var log = new MoveLog();
        assertEquals(Duration.ofMillis(100), log.usualPause());
        for (int millis : new int[] {30, 900, 40}) {
            var move = new MadeMove(
                    "user", "7", NODE, OTHER, Move.Reason.LOAD, Instant.EPOCH, Duration.ofMillis(millis), true);
            assertEquals(move, MadeMove.parse(move.toText()));
            log.hear(move);
        }
        assertEquals(Duration.ofMillis(40), log.usualPause());
        assertEquals(Duration.ofMillis(40), log.moves().getFirst().pause());
    }

    private static double rate(Rates rates, long sent) {
        var now = rates.after(Duration.ofSeconds(10), Map.of("user", new long[] {sent}));
        return Objects.requireNonNull(now.get("user"))[0];
    }
}
