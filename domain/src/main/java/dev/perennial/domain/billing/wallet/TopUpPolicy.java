package dev.perennial.domain.billing.wallet;

/** Whether a wallet tops itself up. */
public sealed interface TopUpPolicy {

    int MAX_PER_DAY = 24;

    record Off() implements TopUpPolicy {}

    /**
     * Whenever less than {@code threshold} is available.
     *
     * @param mostPerDay 1 to {@value TopUpPolicy#MAX_PER_DAY} are requested in a day of UTC, failed ones included
     */
    record Below(long threshold, TopUpTerms terms, int mostPerDay) implements TopUpPolicy {}
}
