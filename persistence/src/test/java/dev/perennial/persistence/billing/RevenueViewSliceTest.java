package dev.perennial.persistence.billing;

import static dev.perennial.domain.billing.BillingEntities.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.billing.subscription.SubscriptionCommand;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangePlan;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.billing.SubscriptionQueries.RevenueMonth;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What subscriptions bring in, from their events to the months that an operator is shown. */
class RevenueViewSliceTest {

    private static final Deal SMALL = deal("small", 3_000, "EUR", Cycle.Unit.MONTH);
    private static final Deal LARGE = deal("large", 9_000, "EUR", Cycle.Unit.MONTH);
    private static final Deal YEARLY = deal("yearly", 12_000, "EUR", Cycle.Unit.YEAR);
    private static final Deal DOLLARS = deal("dollars", 2_000, "USD", Cycle.Unit.MONTH);
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    private static final List<RevenueMonth> EXPECTED = List.of(
            month(JANUARY, "EUR", 3_000 + 1_000, 0, 0, 0, 4_000),
            month(JANUARY.plusMonths(1), "EUR", 0, 6_000, 0, 0, 10_000),
            month(JANUARY.plusMonths(1), "USD", 2_000, 0, 0, 0, 2_000),
            month(JANUARY.plusMonths(2), "EUR", 0, 0, 6_000, 1_000, 3_000));

    private final BillingSystem billing = new BillingSystem(Instant.parse("2026-01-31T12:00:00Z"));
    private final SubscriptionQueries queries = new SubscriptionQueries(billing.queries());

    @AfterEach
    void stop() {
        billing.close();
    }

    @Test
    void monthsAddUpWhatSubscriptionsGainRaiseLowerAndLose() throws Exception {
        billing.show();
        live();

        assertThat(shown()).isEqualTo(EXPECTED);
    }

    /** As after a change of the view's form: all of it comes of the journal. */
    @Test
    void itIsTheSameWhenItIsBuiltOfThePast() throws Exception {
        live();
        billing.show();

        assertThat(shown()).isEqualTo(EXPECTED);
    }

    private void live() {
        pay("a", SMALL);
        pay("b", YEARLY);
        // Ordered and never paid.
        send("c", new Subscribe(LARGE));

        billing.set(Instant.parse("2026-02-15T00:00:00Z"));
        send("a", change(LARGE));
        send("a", new SettleCharge(new ChargeId(2), 1, Outcome.PAID));
        pay("d", DOLLARS);

        billing.set(Instant.parse("2026-02-28T12:00:00Z"));
        send("a", new SubscriptionCommand.Advance());
        send("a", new SettleCharge(new ChargeId(3), 1, Outcome.PAID));

        billing.set(Instant.parse("2026-03-10T00:00:00Z"));
        send("a", change(SMALL));
        send("b", new Cancel(When.NOW));
    }

    private List<RevenueMonth> shown() throws InterruptedException {
        billing.awaitAllShown();
        return queries.revenue(JANUARY, APRIL);
    }

    private void pay(String tenant, Deal deal) {
        send(tenant, new Subscribe(deal));
        send(tenant, new SettleCharge(new ChargeId(1), 1, Outcome.PAID));
    }

    private void send(String tenant, SubscriptionCommand command) {
        billing.send(SUBSCRIPTION, new TenantId(tenant), new EntityId(tenant), command);
    }

    private static ChangePlan change(Deal to) {
        return new ChangePlan(to.plan(), to.terms(), Optional.empty(), When.NOW);
    }

    private static Deal deal(String plan, long minor, String code, Cycle.Unit interval) {
        var currency = Currency.getInstance(code);
        var terms =
                new PlanTerms(new Money(minor, currency), interval, 0, 1, new Money(0, currency), List.of(), List.of());
        return new Deal(new PlanRef(new PlanKey(plan), 1), terms, 1);
    }

    private static RevenueMonth month(
            LocalDate month, String currency, long gained, long raised, long lowered, long lost, long recurring) {
        return new RevenueMonth(
                month,
                currency,
                BigDecimal.valueOf(gained),
                BigDecimal.valueOf(raised),
                BigDecimal.valueOf(lowered),
                BigDecimal.valueOf(lost),
                BigDecimal.valueOf(recurring));
    }
}
