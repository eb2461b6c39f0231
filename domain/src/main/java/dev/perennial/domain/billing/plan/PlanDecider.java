package dev.perennial.domain.billing.plan;

import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.plan.Plan.Absent;
import dev.perennial.domain.billing.plan.Plan.Offered;
import dev.perennial.domain.billing.plan.Plan.Retired;
import dev.perennial.domain.billing.plan.Plan.Version;
import dev.perennial.domain.billing.plan.PlanCommand.PublishPlan;
import dev.perennial.domain.billing.plan.PlanCommand.RetirePlan;
import dev.perennial.domain.billing.plan.PlanEvent.PlanPublished;
import dev.perennial.domain.billing.plan.PlanEvent.PlanRetired;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.util.ArrayList;
import java.util.List;

/** The rules of a {@link Plan}. Every command answers the version that is then the latest. */
public final class PlanDecider implements Decider<Plan, PlanCommand, PlanEvent, PlanRef> {

    @Override
    public Plan initial() {
        return new Absent();
    }

    @Override
    public Decision<PlanEvent, PlanRef> decide(Plan state, PlanCommand command, Context context) {
        return switch (command) {
            case PublishPlan(var terms) ->
                switch (state) {
                    case Absent _ -> publish(1, terms, context);
                    case Offered(var versions) -> publishNext(versions, terms, context);
                    case Retired _ -> reject(Rejection.conflict("plan.retired", "The plan is sold no more."));
                };
            case RetirePlan _ ->
                switch (state) {
                    case Absent _ -> reject(Rejection.notFound("plan.not-found", "There is no such plan."));
                    case Offered(var versions) -> accept(latest(versions), context, new PlanRetired());
                    case Retired(var versions) -> accept(latest(versions), context);
                };
        };
    }

    private static Decision<PlanEvent, PlanRef> publishNext(List<Version> versions, PlanTerms terms, Context context) {
        var repeated = !versions.isEmpty() && versions.getLast().terms().equals(TermsRules.ordered(terms));
        return repeated ? accept(latest(versions), context) : publish(latest(versions) + 1, terms, context);
    }

    private static Decision<PlanEvent, PlanRef> publish(int version, PlanTerms terms, Context context) {
        var refusal = TermsRules.refuse(terms);
        return refusal.isPresent()
                ? reject(refusal.get())
                : accept(version, context, new PlanPublished(version, TermsRules.ordered(terms)));
    }

    private static Decision<PlanEvent, PlanRef> accept(int latest, Context context, PlanEvent... events) {
        return Decision.reply(new PlanRef(new PlanKey(context.id().value()), latest), List.of(events));
    }

    private static int latest(List<Version> versions) {
        return versions.isEmpty() ? 0 : versions.getLast().number();
    }

    @Override
    public Plan evolve(Plan state, PlanEvent event) {
        return switch (event) {
            case PlanPublished(var number, var terms) -> {
                var versions = new ArrayList<>(state.known());
                versions.add(new Version(number, terms));
                var surplus = Math.max(0, versions.size() - Plan.KEPT_VERSIONS);
                yield new Offered(versions.subList(surplus, versions.size()));
            }
            case PlanRetired _ -> new Retired(state.known());
        };
    }
}
