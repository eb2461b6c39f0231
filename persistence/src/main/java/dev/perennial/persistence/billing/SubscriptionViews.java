package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.plan.Plan;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.domain.billing.subscription.SubscriptionCommand;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.persistence.projection.StateView;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans and subscriptions in lists, and when a subscription has to be looked at again. */
public final class SubscriptionViews {

    public static final Timers<SubscriptionCommand> TIMERS =
            new Timers<>(BillingEntities.SUBSCRIPTION, "subscriptions", new Advance());

    private SubscriptionViews() {}

    static StateView<Plan> plans() {
        return StateView.of(BillingEntities.PLAN, "plans")
                .column("status", row -> PlanStatus.of(row.state()))
                .column("version", row -> latest(row.state(), Plan.Version::number))
                .column(
                        "price",
                        row -> latest(row.state(), it -> it.terms().price().minor()))
                .column(
                        "currency",
                        row -> latest(row.state(), it -> it.terms().price().currency()))
                .column("unit", row -> latest(row.state(), it -> it.terms().interval()))
                .column("terms", row -> latest(row.state(), Plan.Version::terms));
    }

    static StateView<Subscription> subscriptions() {
        return StateView.of(BillingEntities.SUBSCRIPTION, "subscriptions")
                .column("status", row -> SubscriptionStatus.of(row.state()))
                .column("plan", row -> bought(row.state(), deal -> deal.plan().plan()))
                .column(
                        "plan_version",
                        row -> bought(row.state(), deal -> deal.plan().version()))
                .column("seats", row -> bought(row.state(), Deal::paidSeats))
                .column("monthly", row -> orNull(row.state().monthly().map(Money::minor)))
                .column(
                        "currency",
                        row -> bought(row.state(), deal -> deal.terms().price().currency()))
                .column("due_at", row -> orNull(row.state().dueAt()));
    }

    private static @Nullable Object latest(Plan plan, Function<Plan.Version, ?> value) {
        return orNull(plan.version(0).map(value));
    }

    private static @Nullable Object bought(Subscription subscription, Function<Deal, ?> value) {
        return orNull(subscription.bought().map(value));
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.orElse(null);
    }
}
