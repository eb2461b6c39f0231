package dev.perennial.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RecentLinesTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("test.recent");

    @Test
    void theLatestLinesAreKeptWithTheCauseOfTheirFailure() {
        try (var recent = RecentLines.keep()) {
            LOG.warn("it failed", new IllegalStateException("outside", new IllegalArgumentException("inside")));

            assertThat(recent.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN  test.recent it failed")
                    .endsWith("[java.lang.IllegalArgumentException: inside]");
        }
    }

    @Test
    void noMoreAndNoLongerOnesThanItsBounds() {
        try (var recent = RecentLines.keep()) {
            recent.doAppend(event("x".repeat(5_000)));
            assertThat(recent.lines().getFirst()).hasSize(501);
            for (int i = 0; i < 1_500; i++) {
                recent.doAppend(event("line " + i));
            }
            assertThat(recent.lines()).hasSize(1_000).last().asString().endsWith("line 1499");
        }
    }

    private static LoggingEvent event(String message) {
        return new LoggingEvent(RecentLinesTest.class.getName(), LOG, Level.WARN, message, null, new Object[0]);
    }

    @Test
    void nothingIsKeptAfterwards() {
        var recent = RecentLines.keep();
        recent.close();
        LOG.warn("too late");
        assertThat(recent.lines()).isEmpty();
    }
}
