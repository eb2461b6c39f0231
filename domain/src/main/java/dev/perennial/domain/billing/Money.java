package dev.perennial.domain.billing;

import java.math.BigInteger;
import java.util.Currency;

/**
 * An amount in the minor unit of its currency (ISO 4217: cents of EUR, whole JPY), never a fraction of it.
 *
 * <p>What a client may name is between nothing and {@value #MAX_MINOR} minor units ({@link #isPrice}); sums of such amounts
 * stay far from the bounds of a {@code long}, and arithmetic that would pass them is a bug and throws.
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

    /** The largest price or amount that is accepted: ten trillion of a currency with cents. */
    public static final long MAX_MINOR = 1_000_000_000_000_000L;

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** Whether it may be a price: not negative and not above {@value #MAX_MINOR}. */
    public boolean isPrice() {
        return minor >= 0 && minor <= MAX_MINOR;
    }

    public boolean isZero() {
        return minor == 0;
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, same(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, same(other).minor), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(minor, factor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    /**
     * The share {@code numerator / denominator} of it, rounded half away from zero to the minor unit.
     *
     * @param denominator more than 0
     */
    public Money share(long numerator, long denominator) {
        var divisor = BigInteger.valueOf(denominator);
        var twice = BigInteger.valueOf(minor)
                .multiply(BigInteger.valueOf(numerator))
                .shiftLeft(1);
        var away = divisor.multiply(BigInteger.valueOf(twice.signum()));
        return new Money(twice.add(away).divide(divisor.shiftLeft(1)).longValueExact(), currency);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minor, same(other).minor);
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("%s is not %s".formatted(other.currency, currency));
        }
        return other;
    }

    @Override
    public String toString() {
        return minor + " " + currency;
    }
}
