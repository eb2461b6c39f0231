package dev.perennial.domain.billing.plan;

import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.kernel.EventName;

/** What can have happened to a {@link Plan}. Stored for ever: a change of form is a new version. */
public sealed interface PlanEvent {

    /** @param version counts from 1 */
    @EventName("billing.plan-published")
    record PlanPublished(int version, PlanTerms terms) implements PlanEvent {}

    @EventName("billing.plan-retired")
    record PlanRetired() implements PlanEvent {}
}
