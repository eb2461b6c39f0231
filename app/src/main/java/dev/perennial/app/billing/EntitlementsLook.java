package dev.perennial.app.billing;

import dev.perennial.app.billing.TermsInput.QuotaInput;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Entitlements;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.persistence.billing.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a tenant is entitled to; with a plan of null, nothing.
 *
 * @param revision grows with every change of the subscription
 * @param status of the subscription; {@code none} for a tenant that never had one
 */
record EntitlementsLook(
        long revision,
        String status,
        @Nullable String plan,
        @Nullable Integer version,
        int seats,
        List<String> features,
        List<Allowed> quotas) {

    /** @param limit null for none. @param period the one that it is of now */
    record Allowed(
            String meter,
            String scope,
            String reset,
            @Nullable Long limit,
            boolean hard,
            long included,
            Period period) {

        static Allowed of(Quota quota, Cycle billing, Instant now) {
            return new Allowed(
                    quota.meter().value(),
                    Reply.label(quota.scope()),
                    Reply.label(quota.reset()),
                    QuotaInput.units(quota.limit()),
                    quota.limit() instanceof Limit.Hard,
                    quota.included(),
                    quota.cycle(billing).at(now));
        }
    }

    static EntitlementsLook of(long revision, Subscription state, Instant now) {
        var status = SubscriptionStatus.of(state);
        var label = status == null ? "none" : Reply.label(status);
        return state.entitlements(revision)
                .map(entitled -> of(label, entitled, now))
                .orElseGet(() -> new EntitlementsLook(revision, label, null, null, 0, List.of(), List.of()));
    }

    private static EntitlementsLook of(String status, Entitlements entitled, Instant now) {
        return new EntitlementsLook(
                entitled.version(),
                status,
                entitled.plan().plan().value(),
                entitled.plan().version(),
                entitled.seats(),
                entitled.features(),
                entitled.quotas().stream()
                        .map(quota -> Allowed.of(quota, entitled.billing(), now))
                        .toList());
    }
}
