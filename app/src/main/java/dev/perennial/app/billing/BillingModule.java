package dev.perennial.app.billing;

import dev.perennial.app.Chore;
import dev.perennial.app.Module;
import dev.perennial.app.Platform;
import dev.perennial.app.billing.payment.Payments;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.InvoiceProcess;
import dev.perennial.persistence.billing.UsageTotals;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.projection.ViewModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Plans, usage, credits and invoices. */
public final class BillingModule implements Module {

    private final Map<Platform, Payments> payments = new ConcurrentHashMap<>();

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
                "openapi-billing-wallets.yaml",
                "openapi-billing-invoices.yaml");
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
    public List<Projection> reactions(Platform platform) {
        var usage = new UsageTotals(
                platform.entities(), platform.database().projection(), platform.freshness(BillingViews.MODULE));
        return Stream.of(
                        new InvoiceProcess(platform.entities(), usage).reactions(), //
                        payments(platform).reactions())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Chore> chores(Platform platform) {
        return Stream.of(
                        BillingChores.of(platform).stream(), //
                        Stream.of(InvoiceChores.numbers(platform)),
                        payments(platform).chore().stream())
                .flatMap(chores -> chores)
                .toList();
    }

    /** One for each node, whose desk all of its parts share. */
    private Payments payments(Platform platform) {
        return payments.computeIfAbsent(platform, Payments::of);
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
                        new WalletReads(platform),
                        new InvoiceRoutes(platform),
                        new PaymentRoutes(platform, payments(platform).signature()))
                .forEach(routes -> handlers.putAll(routes.handlers()));
        return () -> handlers;
    }
}
