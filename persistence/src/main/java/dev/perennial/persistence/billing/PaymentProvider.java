package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Money;

/**
 * Whoever moves the money. Everything is asked under a key: asked again under the same one, it is done once and answered the
 * same. Blocks for a bounded time; never throws.
 */
public interface PaymentProvider {

    /** Whether it makes sense to ask now. */
    boolean isAvailable();

    /** @param description what the payer is shown */
    Answer charge(String key, Money amount, String description);

    /** What became of the charge under that key; {@link Answer.Unknown} if there is none. */
    Answer find(String key);

    /** @param charge what the provider calls the charge of which so much is given back */
    Answer refund(String key, String charge, Money amount);

    /** What it says. */
    sealed interface Answer {

        /** It is done. @param reference what the provider calls it */
        record Done(String reference) implements Answer {}

        /** It is not done and will not be. */
        record Refused(String reason) implements Answer {}

        /** It knows of no such thing. */
        record Unknown() implements Answer {}

        /** Nothing that tells whether it is done. */
        record Unclear(String reason) implements Answer {}
    }
}
