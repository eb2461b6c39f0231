package dev.perennial.domain.billing.payment;

import java.time.Duration;

/** How long a provider that gave no answer is left alone. */
final class Pauses {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DOUBLINGS = 12;

    private Pauses() {}

    /** Two seconds after the first try, then twice as long each time, up to an hour. */
    static Duration after(int tries) {
        var pause = Duration.ofSeconds(1L << Math.clamp(tries, 1, DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
