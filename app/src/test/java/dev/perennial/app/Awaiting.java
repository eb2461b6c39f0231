package dev.perennial.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what happens within a stated time. */
final class Awaiting {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Awaiting() {}

    /** Until the assertion passes. */
    static void holds(ThrowingRunnable assertion) {
        await().pollInterval(POLL).atMost(PATIENCE).untilAsserted(assertion);
    }

    static void status(Installation installation, Request request, int status) {
        holds(() -> installation.send(request).expect(status));
    }
}
