package dev.perennial.persistence.shell;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What an entity in memory is doing. Never what it holds.
 *
 * @param lasting how long it has been in this condition; while it writes, with the batch at hand
 * @param revision that is committed; empty while it starts
 * @param waiting commands in its inbox
 * @param inFlight commands that are being decided and written
 * @param remembered keyed commands whose repetition it would recognise
 * @param quiet how long nobody has sent it anything
 */
public record Activity(
        Condition condition,
        Duration lasting,
        OptionalLong revision,
        int waiting,
        int inFlight,
        int remembered,
        Duration quiet) {

    /** The closed set of conditions. */
    public enum Condition {
        /** Reads its journal. */
        STARTING,
        IDLE,
        WRITING,
        /** Finishes what it has, then leaves memory. */
        STOPPING
    }
}
