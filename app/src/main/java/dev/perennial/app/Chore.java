package dev.perennial.app;

import java.time.Duration;

/**
 * Work that comes up by the clock, on one node of the cluster at a time.
 *
 * @param every pause between the end of one run and the next
 * @param work may block; a failure is logged and the next run comes as usual
 */
public record Chore(String name, Duration every, Work work) {

    /** One run. */
    @FunctionalInterface
    public interface Work {
        Due run() throws Exception;
    }

    /**
     * What was to be done when a run began.
     *
     * @param age for how long the oldest of it had been due
     */
    public record Due(long count, Duration age) {

        public static final Due NOTHING = new Due(0, Duration.ZERO);
    }
}
