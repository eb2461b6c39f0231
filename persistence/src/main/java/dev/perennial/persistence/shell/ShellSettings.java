package dev.perennial.persistence.shell;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The bounds of every entity.
 *
 * @param maxWaiting commands that may wait in one entity while a write is in flight; beyond, they are refused
 * @param maxBatch commands that are decided and written together at most
 * @param rememberedCommands keyed commands that an entity remembers
 * @param snapshotEvery events between two snapshots
 * @param askTimeout how long the gateway waits for an answer
 * @param mostHeld requests of a node beyond which none waits longer than a moment for a node that cannot be reached
 */
public record ShellSettings(
        int maxWaiting, int maxBatch, int rememberedCommands, int snapshotEvery, Duration askTimeout, int mostHeld) {

    public ShellSettings {
        requirePositive("max-waiting", maxWaiting);
        requirePositive("max-batch", maxBatch);
        requirePositive("remembered-commands", rememberedCommands);
        requirePositive("snapshot-every", snapshotEvery);
        requirePositive("most-held", mostHeld);
        if (!askTimeout.isPositive()) {
            throw new IllegalArgumentException("perennial.entity.ask-timeout must be more than nothing");
        }
    }

    /** Reads {@code perennial.entity}. */
    public static ShellSettings from(Config root) {
        var config = root.getConfig("perennial.entity");
        return new ShellSettings(
                config.getInt("max-waiting"),
                config.getInt("max-batch"),
                config.getInt("remembered-commands"),
                config.getInt("snapshot-every"),
                config.getDuration("ask-timeout"),
                config.getInt("most-held"));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("perennial.entity." + name + " must be at least 1, not " + value);
        }
    }
}
