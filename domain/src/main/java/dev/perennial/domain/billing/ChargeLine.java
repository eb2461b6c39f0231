package dev.perennial.domain.billing;

/**
 * What a part of a {@link Charge} is for.
 *
 * @param description one line for people
 * @param amount of all the quantity together; negative for a credit
 */
public record ChargeLine(Kind kind, String description, long quantity, Money amount) {

    /** The closed set of reasons. */
    public enum Kind {
        /** The plan's price of a period. */
        PLAN,
        /** Seats beyond those of the price, for a period. */
        SEATS,
        /** The paid time that a change of plan leaves unused, given back. */
        UNUSED,
        /** The rest of the period by the changed plan. */
        REMAINING,
        /** What earlier changes left in the tenant's favour. */
        BALANCE
    }
}
