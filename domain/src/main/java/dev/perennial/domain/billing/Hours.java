package dev.perennial.domain.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Usage by the calendar is counted by the hour, in UTC. */
public final class Hours {

    private Hours() {}

    /** The hour that the time lies in begins here. */
    public static Instant of(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    /** The first one that begins at or after the time. */
    public static Instant from(Instant time) {
        var hour = of(time);
        return hour.equals(time) ? time : hour.plus(1, ChronoUnit.HOURS);
    }
}
