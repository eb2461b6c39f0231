package dev.perennial.app.billing;

import dev.perennial.app.command.Answers;
import dev.perennial.domain.billing.Money;
import java.util.Currency;

/** An amount as a body says it. */
record MoneyInput(long minor, String currency) {

    /** @param pointer where the amount is in the body */
    Money money(String pointer) {
        try {
            return new Money(minor, Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            throw Answers.misfit(pointer + "/currency", "is not a currency of ISO 4217");
        }
    }
}
