package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.Texts;

/**
 * One line of an invoice, in the invoice's currency: so many units, {@code minor} minor units for each {@code per} of them.
 *
 * @param text what it is for; one line of at most {@value #MAX_TEXT} characters, nothing personal
 * @param quantity how many units; 0 or more
 * @param minor the price; below zero for what is given back
 * @param per 1 or more
 * @param amount in minor units: {@code quantity * minor / per}, rounded half away from zero to the minor unit
 */
public record InvoiceLine(String text, long quantity, long minor, long per, long amount) {

    public static final int MAX_TEXT = 200;

    /** The largest amount: a plan's price with all its seats. So many lines as an invoice may have stay within a {@code long}. */
    public static final long MAX_AMOUNT = Money.MAX_MINOR / 2 * 3;

    /** One unit of something that costs the amount. */
    public static InvoiceLine of(String text, long amount) {
        return new InvoiceLine(text, 1, amount, 1, amount);
    }

    /** Whether the amount is what quantity and price come to, in words and numbers that may stand on an invoice. */
    public boolean isSound() {
        return Texts.isLine(text, MAX_TEXT)
                && quantity >= 0
                && per >= 1
                && minor <= MAX_AMOUNT
                && minor >= -MAX_AMOUNT
                && amount == Rating.price(quantity, minor, per);
    }
}
