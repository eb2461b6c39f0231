package dev.perennial.domain.billing;

import java.util.List;
import java.util.Optional;

/**
 * What a tenant may use now, by the plan that it is subscribed to.
 *
 * @param version grows with every change of a tenant's subscription; of two, the higher one is true
 * @param billing the subscription's billing periods
 * @param seats how many users are paid for
 */
public record Entitlements(
        long version, PlanRef plan, Cycle billing, int seats, List<String> features, List<Quota> quotas) {

    public Entitlements {
        features = List.copyOf(features);
        quotas = List.copyOf(quotas);
    }

    public Optional<Quota> quota(MeterKey meter) {
        return quotas.stream().filter(quota -> quota.meter().equals(meter)).findFirst();
    }
}
