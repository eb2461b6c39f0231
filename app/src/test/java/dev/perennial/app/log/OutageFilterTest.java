package dev.perennial.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageFilterTest {

    private static final Throwable OUTAGE =
            new IllegalStateException("no", new SQLException("the server is shutting down", "57P01"));
    private static final Throwable FAULT = new IllegalStateException("no", new SQLException("syntax error", "42601"));
    private static final long QUIET = OutageFilter.QUIET.toMillis();

    private final LoggerContext loggers = new LoggerContext();
    private final OutageFilter filter = new OutageFilter();

    @Test
    void eachLoggerTellsOfAnOutageOnceInAWhile() {
        assertThat(filter.decide(event("one", OUTAGE, 1))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event("one", OUTAGE, QUIET))).isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event("two", OUTAGE, QUIET))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event("one", OUTAGE, QUIET + 1))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void faultsAndWhatHasNoCauseAreAllTold() {
        for (int time = 1; time < 4; time++) {
            assertThat(filter.decide(event("one", FAULT, time))).isEqualTo(FilterReply.NEUTRAL);
            assertThat(filter.decide(new LoggingEvent())).isEqualTo(FilterReply.NEUTRAL);
        }
    }

    @Test
    void anOutageTakesOneLineAndAFaultItsStack() {
        var converter = new OutageConverter();
        converter.setContext(loggers);
        converter.setOptionList(List.of("30"));
        converter.start();

        assertThat(converter.convert(event("one", OUTAGE, 1)))
                .contains("the server is shutting down")
                .hasLineCount(1);
        assertThat(converter.convert(event("one", FAULT, 1)))
                .contains("syntax error", "at dev.perennial.app.log.OutageFilterTest");
    }

    private LoggingEvent event(String logger, Throwable failure, long time) {
        var event = new LoggingEvent("", loggers.getLogger(logger), Level.WARN, "it failed", failure, new Object[0]);
        event.setTimeStamp(time);
        return event;
    }
}
