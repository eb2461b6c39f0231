package dev.perennial.domain.billing;

/**
 * The price of a range of units beyond what is included: {@code minor} minor units for each {@code per} units, so that a
 * price may be finer than the currency.
 *
 * @param upTo the last unit of the tier, counted from the first that is charged; {@link #ENDLESS} for the last tier
 * @param minor 0 to {@link Money#MAX_MINOR}
 * @param per 1 to 1,000,000,000
 */
public record Tier(long upTo, long minor, long per) {

    public static final long ENDLESS = Long.MAX_VALUE;
}
