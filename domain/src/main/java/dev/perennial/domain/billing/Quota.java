package dev.perennial.domain.billing;

import java.util.List;

/**
 * What a plan says about one meter.
 *
 * @param scope who shares it
 * @param reset when it begins anew
 * @param limit how much is allowed in a period
 * @param included how many units of a period cost nothing
 * @param overage what the units beyond cost, the tiers in order; none: nothing
 */
public record Quota(MeterKey meter, Scope scope, Reset reset, Limit limit, long included, List<Tier> overage) {

    public Quota {
        overage = List.copyOf(overage);
    }

    /** Who shares a quota. */
    public enum Scope {
        /** All of the tenant together. */
        TENANT,
        /** Each subject has it for itself. */
        SUBJECT
    }

    /** When a quota begins anew, in UTC. */
    public enum Reset {
        HOUR,
        DAY,
        MONTH,
        YEAR,
        /** With the subscription's billing period. */
        BILLING
    }

    /** The periods in which it counts. */
    public Cycle cycle(Cycle billing) {
        return switch (reset) {
            case HOUR -> Cycle.calendar(Cycle.Unit.HOUR);
            case DAY -> Cycle.calendar(Cycle.Unit.DAY);
            case MONTH -> Cycle.calendar(Cycle.Unit.MONTH);
            case YEAR -> Cycle.calendar(Cycle.Unit.YEAR);
            case BILLING -> billing;
        };
    }
}
