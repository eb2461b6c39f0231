package dev.perennial.domain.billing.plan;

import dev.perennial.domain.billing.PlanTerms;

/** What one can ask of a {@link Plan}. */
public sealed interface PlanCommand {

    /** The terms become the next version, and that of new subscriptions. */
    record PublishPlan(PlanTerms terms) implements PlanCommand {}

    /** No new subscriptions, for ever; those there are keep it. */
    record RetirePlan() implements PlanCommand {}
}
