package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Where a plan is in its life. */
public enum PlanStatus {
    OFFERED,
    RETIRED;

    /** Null for a plan that does not exist. */
    public static @Nullable PlanStatus of(Plan plan) {
        return switch (plan) {
            case Plan.Absent _ -> null;
            case Plan.Offered _ -> OFFERED;
            case Plan.Retired _ -> RETIRED;
        };
    }
}
