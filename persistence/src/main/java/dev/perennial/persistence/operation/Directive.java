package dev.perennial.persistence.operation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One order. Kind and subject name it: there is one of each at most.
 *
 * @param subject what it is about: a node, a tenant, {@code type/shard}, a projection, a logger, or nothing
 * @param nodes where to, each as host:port
 * @param due before which it does not count: orders may be spread over time
 */
public record Directive(Kind kind, String subject, List<String> nodes, Instant due) {

    /** What an order does. */
    public enum Kind {
        /** No shard moves. */
        PAUSE,
        /** Shards leave a node and none comes to it. */
        DRAIN,
        /** The shards of a tenant live on these nodes. */
        PIN_TENANT,
        /** A shard lives on these nodes, whatever tenants are pinned. */
        PIN_SHARD,
        /** A shard goes to a node, once. */
        MOVE,
        /** A projection rests. */
        PAUSE_PROJECTION,
        /** A module's views are built anew, once. */
        REBUILD_VIEW,
        /** A reaction meets events again. Done at once, so it never stands. */
        RESET_REACTION,
        /** Of a logger. Done at once, so it never stands. */
        SET_LOG_LEVEL;

        String stored() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public Directive {
        nodes = nodes.stream().sorted().toList();
    }
}
