package dev.perennial.cluster.allocation;

import java.time.Duration;

/**
 * A shard that is to change its home.
 *
 * @param expectedPause how long its entities will probably not answer
 */
public record Move(String shard, NodeId from, NodeId to, Reason reason, Duration expectedPause) {

    /** Why a shard moves. */
    public enum Reason {
        /** An operator asked for this move. */
        ASKED,
        /** It is pinned to other nodes. */
        PIN,
        /** Its home is drained. */
        DRAIN,
        /** Its home has more to do than others. */
        LOAD
    }
}
