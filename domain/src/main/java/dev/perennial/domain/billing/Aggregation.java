package dev.perennial.domain.billing;

/** What a meter makes of the usage of one period. */
public enum Aggregation {
    /** The sum of the amounts. */
    SUM,
    /** The number of events, whatever their amounts. */
    COUNT,
    /** The largest amount. */
    MAX,
    /** The number of different values. */
    UNIQUE
}
