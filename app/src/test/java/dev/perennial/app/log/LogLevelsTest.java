package dev.perennial.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

    private static final String NAME = "test.levels";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<Runnable> later = new ArrayList<>();
    private final LogLevels levels = new LogLevels(InstantSource.fixed(NOW), (_, action) -> later.add(action));

    @AfterEach
    void restore() {
        levels.own().forEach(own -> levels.restore(own.logger()));
    }

    @Test
    void aChangeHoldsForLoggersBelowUntilItIsTakenBack() {
        assertThat(levels.set(NAME, Level.TRACE, Optional.empty())).isTrue();
        assertThat(levels.set(NAME, Level.TRACE, Optional.empty())).isFalse();
        assertThat(logger(NAME + ".below").isTraceEnabled()).isTrue();
        assertThat(levels.own()).contains(new LogLevels.OwnLevel(NAME, "TRACE", true, Optional.empty()));

        assertThat(levels.restore(NAME)).isTrue();
        assertThat(levels.restore(NAME)).isFalse();
        assertThat(logger(NAME + ".below").isTraceEnabled()).isFalse();
        assertThat(levels.own()).noneMatch(own -> own.logger().equals(NAME));
    }

    @Test
    void aChangeForATimeIsTakenBackToWhatWasBeforeTheFirst() {
        levels.set(NAME, Level.DEBUG, Optional.of(Duration.ofMinutes(1)));
        levels.set(NAME, Level.TRACE, Optional.of(Duration.ofMinutes(2)));
        assertThat(levels.own())
                .contains(new LogLevels.OwnLevel(NAME, "TRACE", true, Optional.of(NOW.plus(Duration.ofMinutes(2)))));

        later.getFirst().run();
        assertThat(logger(NAME).getLevel()).as("the later change stands").isEqualTo(Level.TRACE);
        later.getLast().run();
        assertThat(logger(NAME).getLevel()).isNull();
    }

    @Test
    void soManyMayBeChangedAndNoMore() {
        for (int i = 0; i < 50; i++) {
            levels.set(NAME + i, Level.DEBUG, Optional.empty());
        }
        assertThatThrownBy(() -> levels.set(NAME, Level.DEBUG, Optional.empty()))
                .hasMessageContaining("50 loggers");
        assertThat(levels.set(NAME + 1, Level.INFO, Optional.empty())).isTrue();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
