package dev.perennial.domain.billing.wallet;

/** An automatic top-up. @param value counts a wallet's top-ups from 1 */
public record TopUpId(long value) {

    /** The grant of its credits. */
    public GrantId grant() {
        return new GrantId("top-up-" + value);
    }

    TopUpId next() {
        return new TopUpId(value + 1);
    }
}
