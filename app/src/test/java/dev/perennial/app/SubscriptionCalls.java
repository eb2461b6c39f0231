package dev.perennial.app;

import static dev.perennial.app.WorkingCalls.byOperator;
import static dev.perennial.app.WorkingCalls.onTenant;
import static java.util.Map.entry;

import dev.perennial.app.WorkingCalls.Call;
import java.util.Map;

/** Calls of each operation on plans, subscriptions and revenue. */
final class SubscriptionCalls {

    private static final String PRICE = "1900";

    static final Map<String, Call> ALL = Map.ofEntries(
            entry("listPlans", tenant -> byOperator(tenant, "listPlans", Map.of())),
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
            entry("whatIf", onTenant("whatIf")),
            entry("listSubscriptions", tenant -> byOperator(tenant, "listSubscriptions", Map.of())),
            entry(
                    "getRevenue",
                    tenant -> byOperator(tenant, "getRevenue", Map.of()).query("from=2026-01&to=2027-01")));

    private SubscriptionCalls() {}

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
