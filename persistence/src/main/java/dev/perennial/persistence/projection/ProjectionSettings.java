package dev.perennial.persistence.projection;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How runners go about it.
 *
 * @param pageSize events per transaction at most
 * @param gather shortest time from one page to the next under load, unless a page was full: makes pages larger and
 *     transactions fewer; single events are not delayed by it
 * @param gatherSums the same for projections that sum up: the more events of a page go into one row, the fewer rows are
 *     written
 * @param poll how long to wait for a pulse before looking anyway
 * @param keepOffset how long an offset that moves over other projections' events only may stay in memory: what is read
 *     again after a start, against a transaction for nothing
 * @param maxBackoff longest pause between tries after errors
 */
public record ProjectionSettings(
        int pageSize, Duration gather, Duration gatherSums, Duration poll, Duration keepOffset, Duration maxBackoff) {

    public ProjectionSettings {
        if (pageSize < 1) {
            throw new IllegalArgumentException("perennial.projection.page-size must be at least 1");
        }
        if (gather.isNegative()) {
            throw new IllegalArgumentException("perennial.projection.gather must not be negative");
        }
        if (gatherSums.compareTo(gather) < 0) {
            throw new IllegalArgumentException("perennial.projection.gather-sums must not be less than gather");
        }
        requirePositive("poll", poll);
        requirePositive("max-backoff", maxBackoff);
    }

    /** Reads {@code perennial.projection}. */
    public static ProjectionSettings from(Config root) {
        var config = root.getConfig("perennial.projection");
        return new ProjectionSettings(
                config.getInt("page-size"),
                config.getDuration("gather"),
                config.getDuration("gather-sums"),
                config.getDuration("poll"),
                config.getDuration("keep-offset"),
                config.getDuration("max-backoff"));
    }

    /** How long the projection lets events come together at most. */
    Duration gather(Projection projection) {
        return projection.sums() ? gatherSums : gather;
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("perennial.projection." + name + " must be more than nothing");
        }
    }
}
