package dev.perennial.app.http;

import java.time.Duration;

/** What a connection's client has time for. Used on the connection's event loop only; times are of the nano clock. */
final class Deadlines {

    /** Deadlines are looked at so often within the shortest of them. */
    private static final int LOOKS = 10;

    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(500);

    private final HttpSettings settings;
    private boolean active = true;
    private long lastActive = System.nanoTime();

    Deadlines(HttpSettings settings) {
        this.settings = settings;
    }

    /** From one look at them to the next. */
    Duration period() {
        var period = settings.bodyTimeout().dividedBy(LOOKS);
        if (period.compareTo(SHORTEST_PERIOD) < 0) {
            return SHORTEST_PERIOD;
        }
        return period.compareTo(LONGEST_PERIOD) > 0 ? LONGEST_PERIOD : period;
    }

    /** Something was read or written. */
    void touched() {
        active = true;
    }

    boolean isBodyLate(long begun, long now) {
        return now - begun >= settings.bodyTimeout().toNanos();
    }

    boolean isAnswerLate(long begun, long now) {
        return now - begun >= settings.requestTimeout().toNanos();
    }

    /**
     * Whether nothing has happened for too long on a connection that no request is worked on.
     *
     * @param progressed whether the client has read something since the last look
     */
    boolean hasIdledTooLong(long now, boolean progressed) {
        if (active || progressed) {
            active = false;
            lastActive = now;
            return false;
        }
        return now - lastActive >= settings.idleTimeout().toNanos();
    }
}
