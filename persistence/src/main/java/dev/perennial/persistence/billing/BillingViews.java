package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.meter.Meter;
import dev.perennial.persistence.projection.StateView;
import dev.perennial.persistence.projection.ViewModule;
import java.util.List;

/** What billing shows in lists. The tables are in {@code views/billing.sql}. */
public final class BillingViews {

    public static final ViewModule MODULE = new ViewModule(
            "billing",
            2,
            List.of(
                    meters(), //
                    SubscriptionViews.plans(),
                    SubscriptionViews.subscriptions(),
                    WalletViews.wallets(),
                    InvoiceViews.invoices(),
                    InvoiceViews.series(),
                    InvoiceViews.payments()),
            List.of(
                    UsageView.view(), //
                    RevenueView.view()));

    private BillingViews() {}

    private record Shown(String name, Aggregation aggregation, long grace, boolean retired) {}

    private static StateView<Meter> meters() {
        return StateView.of(BillingEntities.METER, "meters")
                .column("name", row -> shown(row.state()).name())
                .column("aggregation", row -> shown(row.state()).aggregation())
                .column("grace", row -> shown(row.state()).grace())
                .column("retired", row -> shown(row.state()).retired());
    }

    private static Shown shown(Meter meter) {
        return switch (meter) {
            case Meter.Absent _ -> throw new IllegalStateException("an entity with a row has an event");
            case Meter.Defined(var name, var aggregation, var grace) ->
                new Shown(name, aggregation, grace.toSeconds(), false);
            case Meter.Retired(var name, var aggregation, var grace) ->
                new Shown(name, aggregation, grace.toSeconds(), true);
        };
    }
}
