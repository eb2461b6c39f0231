package dev.perennial.app.billing;

import dev.perennial.app.command.Answers;
import dev.perennial.domain.billing.Money;
import java.util.Currency;

/** An amount as bodies and answers say it. */
record MoneyInput(long minor, String currency) {

    static MoneyInput of(Money money) {
        return new MoneyInput(money.minor(), money.currency().getCurrencyCode());
    }

    /** @param pointer where the amount is in the body */
    Money money(String pointer) {
        try {
            return new Money(minor, Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            throw Answers.misfit(pointer + "/currency", "is not a currency of ISO 4217");
        }
    }
}
