package dev.perennial.app.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** What was asked, and is not answered yet. */
    private final List<CompletableFuture<String>> asked = new ArrayList<>();

    @Test
    void anAnswerIsRememberedForItsKey() {
        var remembered = remembered(LONG);
        var one = remembered.get(1);
        var again = remembered.get(1);
        asked.getFirst().complete("one");
        assertThat(one).isCompletedWithValue("one");
        assertThat(again).isCompletedWithValue("one");
        assertThat(remembered.get(1)).isCompletedWithValue("one");
        assertThat(asked).hasSize(1);

        assertThat(remembered.get(2)).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void afterItsTimeItIsAskedAnew() {
        var remembered = remembered(Duration.ofMillis(1));
        var _ = remembered.get(1);
        asked.getFirst().complete("one");
        await().until(() -> {
            var _ = remembered.get(1);
            return asked.size() == 2;
        });
    }

    @Test
    void aFailureIsToldToThoseWhoAskedAndNotRemembered() {
        var remembered = remembered(LONG);
        var one = remembered.get(1);
        var other = remembered.get(1);
        asked.getFirst().completeExceptionally(new IllegalStateException("busy"));
        assertThat(one).isCompletedExceptionally();
        assertThat(other.handle((_, failure) -> failure).join())
                .isInstanceOf(CompletionException.class)
                .hasCause(new IllegalStateException("busy"))
                .cause()
                .isInstanceOf(IllegalStateException.class);

        var next = remembered.get(1);
        asked.getLast().complete("one");
        assertThat(next).isCompletedWithValue("one");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailureIsNoNewsForTheLog() {
        var records = new ArrayList<LogRecord>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                records.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var caffeine = Logger.getLogger("com.github.benmanes.caffeine");
        caffeine.addHandler(handler);
        try {
            var busy = new IllegalStateException("busy");
            var plain =
                    Caffeine.newBuilder().<Integer, String>buildAsync((_, _) -> CompletableFuture.failedFuture(busy));
            assertThat(plain.get(1)).isCompletedExceptionally();
            assertThat(records).as("what a failed load says").hasSize(1);
            records.clear();

            var failed = remembered(LONG).get(1);
            asked.getFirst().completeExceptionally(busy);
            assertThat(failed).isCompletedExceptionally();
            assertThat(records).isEmpty();
        } finally {
            caffeine.removeHandler(handler);
        }
    }

    private Remembered<Integer, String> remembered(Duration time) {
        return new Remembered<>("test", 10, time, _ -> {
            var answer = new CompletableFuture<String>();
            asked.add(answer);
            return answer;
        });
    }
}
