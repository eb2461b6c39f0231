package dev.perennial.persistence.journal;

import com.typesafe.config.Config;

/**
 * How the journal is written and replayed.
 *
 * @param maxBatch rows from which on nothing more joins a batch
 * @param maxWaiting rows that wait for their commit at most; beyond, writes fail at once
 * @param readers reads at the same time, recoveries of entities above all; the pool needs one connection more
 * @param maxWaitingReads reads that wait for their turn at most; beyond, they fail at once
 */
public record JournalSettings(int maxBatch, int maxWaiting, int readers, int maxWaitingReads) {

    public JournalSettings {
        requirePositive("max-batch", maxBatch);
        requirePositive("max-waiting", maxWaiting);
        requirePositive("readers", readers);
        requirePositive("max-waiting-reads", maxWaitingReads);
    }

    /** Reads {@code perennial.journal}. */
    public static JournalSettings from(Config root) {
        var config = root.getConfig("perennial.journal");
        return new JournalSettings(
                config.getInt("max-batch"),
                config.getInt("max-waiting"),
                config.getInt("readers"),
                config.getInt("max-waiting-reads"));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("perennial.journal." + name + " must be at least 1");
        }
    }
}
