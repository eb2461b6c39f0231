package dev.perennial.app.billing;

import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Lists;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.plan.Plan;
import dev.perennial.domain.billing.plan.PlanCommand;
import dev.perennial.domain.billing.plan.PlanCommand.PublishPlan;
import dev.perennial.domain.billing.plan.PlanCommand.RetirePlan;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.CatalogueQueries;
import dev.perennial.persistence.billing.CatalogueQueries.OfferRow;
import dev.perennial.persistence.billing.PlanStatus;
import dev.perennial.persistence.billing.SubscriptionQueries;
import dev.perennial.persistence.billing.SubscriptionQueries.PlanRow;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The plans of the catalogue. */
final class PlanRoutes implements Routes {

    private static final String PLAN = "plan";

    private final Platform platform;
    private final Commands commands;
    private final SubscriptionQueries queries;
    private final CatalogueQueries catalogue;

    PlanRoutes(Platform platform) {
        this.platform = platform;
        this.commands = platform.commands();
        this.queries = new SubscriptionQueries(platform.queries());
        this.catalogue = new CatalogueQueries(platform.queries());
    }

    private record Published(String id, long revision, int version) {}

    /** @param versions the numbers of those at hand, whose terms can be read */
    private record View(
            String id, long revision, String status, int version, List<Integer> versions, TermsInput terms) {}

    private record VersionView(String plan, int version, TermsInput terms) {}

    /** What a tenant sees: all that it would buy. */
    private record Offer(String id, int version, TermsInput terms) {

        static Offer of(OfferRow row) {
            return new Offer(row.id(), row.version(), TermsInput.of(row.terms()));
        }
    }

    private record Item(
            String id,
            long revision,
            String status,
            int version,
            MoneyInput price,
            String interval,
            Instant createdAt) {

        static Item of(PlanRow row) {
            return new Item(
                    row.id(),
                    row.revision(),
                    Reply.label(row.status()),
                    row.version(),
                    new MoneyInput(row.price(), row.currency()),
                    row.unit().toLowerCase(Locale.ROOT),
                    row.createdAt());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "publishPlan",
                call -> send(call, new PublishPlan(call.body(TermsInput.class).terms(""))),
                "retirePlan",
                call -> send(call, new RetirePlan()),
                "getPlan",
                platform.reads().ofSystem(BillingEntities.PLAN, PLAN, PlanRoutes::look),
                "getPlanVersion",
                this::version,
                "listPlans",
                platform.lists(BillingViews.MODULE)
                        .ofSystem(
                                (call, after, limit) ->
                                        queries.plans(Lists.filter(call, "status", PlanStatus::valueOf), after, limit),
                                Item::of),
                "listOffers",
                platform.lists(BillingViews.MODULE)
                        .ofSystem((_, after, limit) -> catalogue.offers(after, limit), Offer::of));
    }

    private CompletionStage<Reply> send(Call call, PlanCommand command) {
        var id = call.id(PLAN);
        return commands.send(call, BillingEntities.PLAN, TenantId.SYSTEM, id, command, done -> {
            var body = new Published(id.value(), done.revision(), done.reply().version());
            return Answers.committed(200, BillingEntities.PLAN, TenantId.SYSTEM, id, done.revision(), body);
        });
    }

    private CompletionStage<Reply> version(Call call) {
        var id = call.id(PLAN);
        return platform.entities()
                .read(BillingEntities.PLAN, TenantId.SYSTEM, id)
                .thenApply(read -> read.state()
                        .version(Integer.parseInt(call.path("version")))
                        .map(found -> Reply.json(
                                200, new VersionView(id.value(), found.number(), TermsInput.of(found.terms()))))
                        .orElseThrow(() -> Problems.NO_SUCH_ENTITY.exception("there is no such version at hand")));
    }

    private static Optional<View> look(Call call, EntityId id, Versioned<Plan> read) {
        var status = PlanStatus.of(read.state());
        var known = read.state().known();
        if (status == null || known.isEmpty()) {
            return Optional.empty();
        }
        var latest = known.getLast();
        return Optional.of(new View(
                id.value(),
                read.revision(),
                Reply.label(status),
                latest.number(),
                known.stream().map(Plan.Version::number).toList(),
                TermsInput.of(latest.terms())));
    }
}
