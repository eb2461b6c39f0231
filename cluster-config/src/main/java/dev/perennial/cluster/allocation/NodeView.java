package dev.perennial.cluster.allocation;

import org.apache.pekko.util.Version;

/**
 * A member of the cluster, as far as shards are concerned.
 *
 * @param host whether it can have shards at all
 */
public record NodeView(NodeId id, boolean host, State state, Version version) {

    /** What may be expected of a member. */
    public enum State {
        /** Will be up soon. */
        JOINING,
        UP,
        /** Is about to stop and serves on meanwhile: its shards are moved in portions, which keeps their pauses short. */
        STOPPING,
        /** On its way out: its shards leave by themselves. */
        LEAVING,
        /** Does not answer: it comes back or is downed. */
        UNREACHABLE
    }
}
