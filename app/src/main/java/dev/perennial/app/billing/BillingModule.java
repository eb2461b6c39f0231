package dev.perennial.app.billing;

import dev.perennial.app.Chore;
import dev.perennial.app.Module;
import dev.perennial.app.Platform;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.projection.ViewModule;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans, usage, credits and invoices. */
public final class BillingModule implements Module {

    @Override
    public String name() {
        return "billing";
    }

    @Override
    public List<String> contracts() {
        return List.of(
                "openapi-billing.yaml", //
                "openapi-billing-subscriptions.yaml",
                "openapi-billing-usage.yaml",
                "openapi-billing-wallets.yaml");
    }

    @Override
    public List<EntityType<?, ?, ?, ?>> entities() {
        return BillingEntities.ALL;
    }

    @Override
    public Optional<ViewModule> views(Platform platform) {
        return Optional.of(BillingViews.MODULE);
    }

    @Override
    public List<Chore> chores(Platform platform) {
        return BillingChores.of(platform);
    }

    @Override
    public Routes routes(Platform platform) {
        var handlers = new HashMap<String, Handler>();
        var accounts = new Accounts(platform.entities());
        var catalogue = new Catalogue(platform.entities());
        Stream.of(
                        new MeterRoutes(platform), //
                        new GateRoutes(platform, accounts),
                        new UsageRoutes(platform, accounts),
                        new PlanRoutes(platform),
                        new SubscriptionRoutes(platform, catalogue),
                        new RevenueRoutes(platform),
                        new WhatIfRoutes(platform, catalogue),
                        new WalletRoutes(platform),
                        new WalletReads(platform))
                .forEach(routes -> handlers.putAll(routes.handlers()));
        return () -> handlers;
    }
}
