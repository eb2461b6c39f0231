package dev.perennial.domain.billing.subscription;

import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.Tier;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangePlan;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What tests buy. One seat is in the price; each other one costs 5.00. */
final class Deals {

    static final Currency EUR = Currency.getInstance("EUR");

    private static final Quota CALLS = new Quota(
            new MeterKey("calls"),
            Quota.Scope.TENANT,
            Quota.Reset.BILLING,
            new Limit.Soft(1000),
            1000,
            List.of(new Tier(Tier.ENDLESS, 1, 10)));

    private Deals() {}

    static Money eur(long minor) {
        return new Money(minor, EUR);
    }

    static Deal monthly(String plan, long minor) {
        return deal(plan, eur(minor), Cycle.Unit.MONTH, List.of());
    }

    static Deal yearly(String plan, long minor) {
        return deal(plan, eur(minor), Cycle.Unit.YEAR, List.of());
    }

    /** With calls beyond the first thousand for a tenth of a cent each. */
    static Deal metered(String plan, long minor) {
        return deal(plan, eur(minor), Cycle.Unit.MONTH, List.of(CALLS));
    }

    static ChangePlan change(Deal to, When when) {
        return new ChangePlan(to.plan(), to.terms(), Optional.of(to.seats()), when);
    }

    static Deal deal(String plan, Money price, Cycle.Unit interval, List<Quota> quotas) {
        var seatPrice = new Money(500, price.currency());
        var terms = new PlanTerms(price, interval, 14, 1, seatPrice, List.of("sso"), quotas);
        return new Deal(new PlanRef(new PlanKey(plan), 1), terms, 1);
    }
}
