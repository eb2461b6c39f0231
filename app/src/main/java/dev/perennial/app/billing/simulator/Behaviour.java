package dev.perennial.app.billing.simulator;

import java.util.Optional;

/** How the simulator treats a request. */
enum Behaviour {
    /** Done, and said so. */
    SUCCEED,
    /** Refused. */
    DECLINE,
    /** Fails, and nothing was done. */
    FAIL_BEFORE,
    /** Done, and then it fails. */
    FAIL_AFTER,
    /** Done, and the answer comes after anybody has stopped waiting. */
    SLOW,
    /** Not decided yet: done a moment later, and told by a callback. */
    LATE,
    /** Nothing happens until it is let go on; then it is done. */
    HOLD_BEFORE,
    /** Done, and the answer waits until it is let go on. */
    HOLD_AFTER;

    private static final int THOUSAND = 1_000;

    /** What amounts stand for, so that each case can be tried without control: the last three digits of the minor units. */
    static Optional<Behaviour> of(long amount) {
        return switch ((int) (amount % THOUSAND)) {
            case 402 -> Optional.of(DECLINE);
            case 408 -> Optional.of(SLOW);
            case 500 -> Optional.of(FAIL_AFTER);
            case 202 -> Optional.of(LATE);
            default -> Optional.empty();
        };
    }
}
