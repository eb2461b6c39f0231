package dev.perennial.app.billing;

import dev.perennial.app.http.Problem;
import dev.perennial.app.http.ProblemException;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.PlanRef;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.plan.Plan;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import java.util.concurrent.CompletionStage;

/** What can be bought. A plan is asked itself, so what was answered to have been published or retired counts. */
final class Catalogue {

    private final Entities entities;

    Catalogue(Entities entities) {
        this.entities = entities;
    }

    /** A version of a plan with its terms. */
    record Offer(PlanRef plan, PlanTerms terms) {}

    /**
     * What is sold now. Fails with a {@link ProblemException} when the plan is not, or has a newer version than the one asked
     * for.
     *
     * @param version the one that the buyer has seen, or 0 for whatever is the latest
     */
    CompletionStage<Offer> sold(PlanKey key, int version) {
        return plan(key).thenApply(plan -> switch (plan) {
            case Plan.Absent _ -> throw notFound();
            case Plan.Retired _ -> throw refused(Rejection.conflict("plan.retired", "The plan is sold no more."));
            case Plan.Offered offered -> {
                var latest = offered.version(0).orElseThrow(Catalogue::notFound);
                if (version != 0 && version != latest.number()) {
                    throw refused(Rejection.conflict(
                            "plan.not-latest", "The plan is sold in version %d.".formatted(latest.number())));
                }
                yield offer(key, latest);
            }
        });
    }

    /** Any version at hand, sold or not; 0 is the latest. */
    CompletionStage<Offer> known(PlanKey key, int version) {
        return plan(key).thenApply(plan -> offer(key, plan.version(version).orElseThrow(Catalogue::notFound)));
    }

    private CompletionStage<Plan> plan(PlanKey key) {
        return entities.read(BillingEntities.PLAN, TenantId.SYSTEM, key.entity())
                .thenApply(read -> read.state());
    }

    private static Offer offer(PlanKey key, Plan.Version version) {
        return new Offer(new PlanRef(key, version.number()), version.terms());
    }

    private static ProblemException notFound() {
        return refused(Rejection.notFound("plan.not-found", "There is no such plan."));
    }

    private static ProblemException refused(Rejection why) {
        return Problem.of(why).exception();
    }
}
