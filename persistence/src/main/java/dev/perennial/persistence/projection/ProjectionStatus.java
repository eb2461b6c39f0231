package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import java.time.Duration;
import java.util.Optional;

/**
 * How a runner is doing.
 *
 * @param position up to which it has read
 * @param events how many it has applied since it started
 * @param pages in how many transactions
 * @param lastLag from the decision of the newest event it has applied to the commit of its effect
 * @param error what went wrong at the last try, while it is {@link State#FAILING}
 */
public record ProjectionStatus(
        String projection,
        SliceRange slices,
        State state,
        Position position,
        long events,
        long pages,
        Duration lastLag,
        Optional<String> error) {

    /** The closed set of conditions. */
    public enum State {
        RUNNING,
        /** Tries again and again, with growing pauses. */
        FAILING,
        /** The views in the database have another form than this program writes. */
        AWAITING_REBUILD,
        STOPPED
    }
}
