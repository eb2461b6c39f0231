package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.time.Instant;

/**
 * A move that was made, or that came to nothing.
 *
 * @param at when it ended
 * @param pause from the order to hand over until the new home was known: so long messages were kept waiting at most,
 *     besides the time in which an entity recovers
 * @param done false if the old home did not hand over in time and kept the shard
 */
public record MadeMove(
        String type,
        String shard,
        NodeId from,
        NodeId to,
        Move.Reason reason,
        Instant at,
        Duration pause,
        boolean done) {

    private static final String SEPARATOR = ";";

    String toText() {
        return String.join(
                SEPARATOR,
                type,
                shard,
                from.toString(),
                to.toString(),
                reason.name(),
                at.toString(),
                pause.toString(),
                Boolean.toString(done));
    }

    /** @throws RuntimeException if it is not what {@link #toText} writes */
    static MadeMove parse(String text) {
        var parts = text.split(SEPARATOR, -1);
        return new MadeMove(
                parts[0],
                parts[1],
                NodeId.parse(parts[2]),
                NodeId.parse(parts[3]),
                Move.Reason.valueOf(parts[4]),
                Instant.parse(parts[5]),
                Duration.parse(parts[6]),
                Boolean.parseBoolean(parts[7]));
    }
}
