package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.subscription.Subscription;
import org.jspecify.annotations.Nullable;

/** Where a subscription is in its life. */
public enum SubscriptionStatus {
    TRIALING,
    INCOMPLETE,
    ACTIVE,
    PAST_DUE,
    CANCELLED;

    /** Null for a tenant that never had one. */
    public static @Nullable SubscriptionStatus of(Subscription subscription) {
        return switch (subscription) {
            case Subscription.Absent _ -> null;
            case Subscription.Trialing _ -> TRIALING;
            case Subscription.Incomplete _ -> INCOMPLETE;
            case Subscription.Active _ -> ACTIVE;
            case Subscription.PastDue _ -> PAST_DUE;
            case Subscription.Cancelled _ -> CANCELLED;
        };
    }
}
