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
        void run() throws Exception;
    }
}
