package dev.perennial.domain.billing;

import java.util.List;

/**
 * What a version of a plan promises and costs.
 *
 * @param price of one billing period, in advance
 * @param interval the billing period
 * @param trialDays 0 for no trial
 * @param seats how many users the price includes
 * @param seatPrice of each further seat in a period, in the currency of the price
 * @param features what is switched on, each once, in alphabetical order
 * @param quotas at most one for each meter
 */
public record PlanTerms(
        Money price,
        Cycle.Unit interval,
        int trialDays,
        int seats,
        Money seatPrice,
        List<String> features,
        List<Quota> quotas) {

    /** The most seats of a price, and of a subscription. */
    public static final int MAX_SEATS = 100_000;

    public PlanTerms {
        features = List.copyOf(features);
        quotas = List.copyOf(quotas);
    }
}
