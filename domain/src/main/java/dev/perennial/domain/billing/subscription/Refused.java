package dev.perennial.domain.billing.subscription;

import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;

/** Why commands on a subscription are refused, where more than one is for the same reason. */
final class Refused {

    private Refused() {}

    static boolean hasFitSeats(Deal deal) {
        return deal.seats() >= 1 && deal.seats() <= PlanTerms.MAX_SEATS;
    }

    static Decision<SubscriptionEvent, Done> seats() {
        return reject(Rejection.invalid(
                "subscription.seats-invalid", "A subscription has 1 to %d seats.".formatted(PlanTerms.MAX_SEATS)));
    }

    static Decision<SubscriptionEvent, Done> currency() {
        return reject(Rejection.conflict(
                "subscription.currency-differs", "What was paid and what is bought are in different currencies."));
    }

    static Decision<SubscriptionEvent, Done> unpaid() {
        return reject(Rejection.conflict("subscription.unpaid", "A charge has to be paid first."));
    }

    static Decision<SubscriptionEvent, Done> notFound() {
        return reject(Rejection.notFound("subscription.not-found", "The tenant has no subscription."));
    }

    static Decision<SubscriptionEvent, Done> cancelled() {
        return reject(Rejection.conflict("subscription.cancelled", "The subscription has ended."));
    }
}
