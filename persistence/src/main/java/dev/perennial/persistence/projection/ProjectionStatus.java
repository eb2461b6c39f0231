package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a runner is doing.
 *
 * @param position up to which it has read
 * @param events how many it has applied since it started
 * @param pages in how many transactions
 * @param lastLag from the decision of the newest event it has applied to the commit of its effect
 * @param appliedAt when it last applied something
 * @param failure the latest; while it is {@link State#FAILING} it stands between the runner and its next page
 */
public record ProjectionStatus(
        String projection,
        SliceRange slices,
        State state,
        Position position,
        long events,
        long pages,
        Duration lastLag,
        Optional<Instant> appliedAt,
        Optional<Failure> failure) {

    /**
     * A try that came to nothing.
     *
     * @param times in a row
     * @param again when the next try was to come
     */
    public record Failure(String error, Instant at, int times, Instant again) {}

    /** The closed set of conditions. */
    public enum State {
        RUNNING,
        /** Tries again and again, with growing pauses. */
        FAILING,
        /** The views in the database have another form than this program writes. */
        AWAITING_REBUILD,
        /** Rests because it was told to. */
        PAUSED,
        STOPPED
    }
}
