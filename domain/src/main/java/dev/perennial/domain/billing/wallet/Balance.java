package dev.perennial.domain.billing.wallet;

/**
 * What is in a wallet.
 *
 * @param available what can be consumed or held
 * @param held what is set aside, until it is captured, released or its hold expires
 */
public record Balance(long available, long held) {

    Balance plus(long moreAvailable, long moreHeld) {
        return new Balance(available + moreAvailable, held + moreHeld);
    }

    Balance after(Ended ended) {
        return plus(ended.toAvailable(), -ended.fromHeld());
    }
}
