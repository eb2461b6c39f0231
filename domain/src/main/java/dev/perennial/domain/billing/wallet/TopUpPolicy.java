package dev.perennial.domain.billing.wallet;

/** Whether a wallet tops itself up. */
public sealed interface TopUpPolicy {

    int MAX_PER_DAY = 24;

    /** Credits of one top-up, of which there may be many. */
    long MAX_AMOUNT = 1_000_000_000_000L;

    record Off() implements TopUpPolicy {}

    /**
     * Whenever less than {@code threshold} is available.
     *
     * @param threshold at least 1, at most what a top-up gives
     * @param mostPerDay 1 to {@value TopUpPolicy#MAX_PER_DAY} are requested in a day of UTC, failed ones included
     */
    record Below(long threshold, TopUpTerms terms, int mostPerDay) implements TopUpPolicy {}
}
