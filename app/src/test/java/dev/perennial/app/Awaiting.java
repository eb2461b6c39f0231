package dev.perennial.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Waits for what happens within a stated time. */
final class Awaiting {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Awaiting() {}

    static void status(Installation installation, Request request, int status) {
        await().pollInterval(POLL)
                .atMost(PATIENCE)
                .untilAsserted(() -> installation.send(request).expect(status));
    }
}
