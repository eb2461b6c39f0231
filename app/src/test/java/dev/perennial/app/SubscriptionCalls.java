package dev.perennial.app;

import static dev.perennial.app.WorkingCalls.byOperator;
import static dev.perennial.app.WorkingCalls.onTenant;
import static java.util.Map.entry;

import dev.perennial.app.Refusals.Refusal;
import dev.perennial.app.WorkingCalls.Call;
import java.util.List;
import java.util.Map;

/** Calls of each operation on plans, subscriptions and revenue, and what refuses them. */
final class SubscriptionCalls {

    private static final String PRICE = "1900";

    static final Map<String, Call> ALL = Map.ofEntries(
            entry("listPlans", tenant -> byOperator(tenant, "listPlans", Map.of())),
            entry("listOffers", tenant -> onTenant("listOffers").apply(tenant)),
            entry("getPlan", onPlan("getPlan")),
            entry(
                    "getPlanVersion",
                    tenant -> byOperator(tenant, "getPlanVersion", Map.of("plan", tenant.plan(PRICE), "version", "1"))),
            entry("publishPlan", tenant -> byOperator(tenant, "publishPlan", Map.of("plan", tenant.plan(PRICE)))),
            entry("retirePlan", onPlan("retirePlan")),
            entry("subscribe", tenant -> onTenant("subscribe").apply(tenant).json("""
                    {"plan":"%s","seats":5,"trial":true}""".formatted(tenant.plan(PRICE)))),
            entry("getSubscription", onTrial("getSubscription")),
            entry("changePlan", tenant -> onTrial("changePlan").apply(tenant).json("""
                    {"plan":"%s","seats":5,"when":"now"}""".formatted(tenant.plan("2900")))),
            entry("changeSeats", onTrial("changeSeats")),
            entry("cancelSubscription", onTrial("cancelSubscription")),
            entry("resumeSubscription", onTrial("resumeSubscription")),
            entry("getSubscriptionHistory", onTrial("getSubscriptionHistory")),
            entry("getEntitlements", onTrial("getEntitlements")),
            entry("whatIf", tenant -> byOperator(tenant, "whatIf", Map.of("tenant", tenant.id()))),
            entry("listSubscriptions", tenant -> byOperator(tenant, "listSubscriptions", Map.of())),
            entry(
                    "getRevenue",
                    tenant -> byOperator(tenant, "getRevenue", Map.of()).query("from=2026-01&to=2027-01")));

    static final List<Refusal> CONFLICTS = List.of(
            new Refusal("publishPlan", 409, "plan.retired", tenant -> {
                var plan = Map.of("plan", tenant.plan(PRICE));
                tenant.operator(byOperator(tenant, "retirePlan", plan)).expect(200);
                return byOperator(tenant, "publishPlan", plan);
            }),
            new Refusal("subscribe", 409, "subscription.exists", tenant -> {
                tenant.startTrial(tenant.plan(PRICE));
                return order(tenant, "\"trial\":false");
            }),
            new Refusal("subscribe", 409, "subscription.trial-used", tenant -> {
                end(tenant);
                return order(tenant, "\"trial\":true");
            }),
            new Refusal("subscribe", 409, "plan.not-latest", tenant -> order(tenant, "\"version\":7")),
            new Refusal("subscribe", 409, "plan.retired", tenant -> {
                tenant.operator(byOperator(tenant, "retirePlan", Map.of("plan", tenant.plan(PRICE))))
                        .expect(200);
                return order(tenant, "\"seats\":1");
            }),
            new Refusal("changePlan", 409, "subscription.cancelled", tenant -> {
                end(tenant);
                return onTenant("changePlan").apply(tenant).json("""
                        {"plan":"%s","when":"now"}""".formatted(tenant.plan(PRICE)));
            }),
            new Refusal("changeSeats", 409, "subscription.cancelled", tenant -> {
                end(tenant);
                return onTenant("changeSeats").apply(tenant);
            }),
            new Refusal("resumeSubscription", 409, "subscription.cancelled", tenant -> {
                end(tenant);
                return onTenant("resumeSubscription").apply(tenant);
            }));

    private SubscriptionCalls() {}

    private static Request order(TestTenant tenant, String how) {
        return onTenant("subscribe").apply(tenant).json("{\"plan\":\"%s\",%s}".formatted(tenant.plan(PRICE), how));
    }

    private static void end(TestTenant tenant) {
        tenant.startTrial(tenant.plan(PRICE));
        tenant.operator(onTenant("cancelSubscription").apply(tenant).json("{\"when\":\"now\"}"))
                .expect(200);
    }

    private static Call onPlan(String operation) {
        return tenant -> byOperator(tenant, operation, Map.of("plan", tenant.plan(PRICE)));
    }

    /** In a trial nothing has to be paid. */
    private static Call onTrial(String operation) {
        return tenant -> {
            tenant.startTrial(tenant.plan(PRICE));
            return onTenant(operation).apply(tenant);
        };
    }
}
