package dev.perennial.app.billing;

import static dev.perennial.app.billing.TermsInput.constant;

import dev.perennial.app.Platform;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Lists;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.PlanKey;
import dev.perennial.domain.billing.subscription.Deal;
import dev.perennial.domain.billing.subscription.SubscriptionCommand;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangePlan;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangeSeats;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Resume;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.StartTrial;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.SubscriptionQueries;
import dev.perennial.persistence.billing.SubscriptionQueries.SubscriptionRow;
import dev.perennial.persistence.billing.SubscriptionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A tenant's subscription and what it entitles to. */
final class SubscriptionRoutes implements Routes {

    private static final String TENANT = "tenant";

    private final Platform platform;
    private final Commands commands;
    private final Catalogue catalogue;
    private final SubscriptionQueries queries;

    SubscriptionRoutes(Platform platform, Catalogue catalogue) {
        this.platform = platform;
        this.commands = platform.commands();
        this.catalogue = catalogue;
        this.queries = new SubscriptionQueries(platform.queries());
    }

    private record Order(
            String plan,
            @Nullable Integer version,
            @Nullable Integer seats,
            @Nullable Boolean trial) {}

    private record Change(
            String plan,
            @Nullable Integer version,
            @Nullable Integer seats,
            String when) {}

    private record Seats(int seats, String when) {}

    private record Ending(String when) {}

    private record Item(
            String tenant,
            long revision,
            String status,
            String plan,
            int version,
            int seats,
            @Nullable MoneyInput monthly,
            @Nullable Instant dueAt,
            Instant createdAt) {

        static Item of(SubscriptionRow row) {
            return new Item(
                    row.tenant(),
                    row.revision(),
                    Reply.label(row.status()),
                    row.plan(),
                    row.version(),
                    row.seats(),
                    row.monthly() == null ? null : new MoneyInput(row.monthly(), row.currency()),
                    row.dueAt().orElse(null),
                    row.createdAt());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "subscribe",
                this::subscribe,
                "changePlan",
                this::changePlan,
                "changeSeats",
                this::changeSeats,
                "cancelSubscription",
                call -> send(call, new Cancel(when(call.body(Ending.class).when()))),
                "resumeSubscription",
                call -> send(call, new Resume()),
                "getSubscription",
                platform.reads()
                        .ofTenant(
                                BillingEntities.SUBSCRIPTION,
                                (_, _, read) -> SubscriptionLook.of(read.revision(), read.state())),
                "getSubscriptionHistory",
                platform.histories().of(BillingEntities.SUBSCRIPTION, TENANT),
                "getEntitlements",
                platform.reads()
                        .ofTenant(
                                BillingEntities.SUBSCRIPTION,
                                (_, _, read) -> Optional.of(EntitlementsLook.of(
                                        read.revision(),
                                        read.state(),
                                        platform.clock().instant()))),
                "listSubscriptions",
                platform.lists(BillingViews.MODULE)
                        .ofTenants(
                                (call, after, limit) -> queries.subscriptions(
                                        Lists.filter(call, "status", SubscriptionRoutes::status),
                                        call.query("plan"),
                                        after,
                                        limit),
                                Item::of));
    }

    private CompletionStage<Reply> subscribe(Call call) {
        var body = call.body(Order.class);
        return catalogue.sold(new PlanKey(body.plan()), number(body.version())).thenCompose(offer -> {
            var seats = body.seats() == null ? Math.max(1, offer.terms().seats()) : body.seats();
            var deal = new Deal(offer.plan(), offer.terms(), seats);
            var trial = body.trial() != null && body.trial();
            return send(201, call, trial ? new StartTrial(deal) : new Subscribe(deal));
        });
    }

    private CompletionStage<Reply> changePlan(Call call) {
        var body = call.body(Change.class);
        return catalogue
                .sold(new PlanKey(body.plan()), number(body.version()))
                .thenCompose(offer -> send(
                        call,
                        new ChangePlan(
                                offer.plan(), offer.terms(), Optional.ofNullable(body.seats()), when(body.when()))));
    }

    private CompletionStage<Reply> changeSeats(Call call) {
        var body = call.body(Seats.class);
        return send(call, new ChangeSeats(body.seats(), when(body.when())));
    }

    private CompletionStage<Reply> send(Call call, SubscriptionCommand command) {
        return send(200, call, command);
    }

    private CompletionStage<Reply> send(int status, Call call, SubscriptionCommand command) {
        var tenant = call.tenant();
        var id = new EntityId(tenant.value());
        return commands.send(
                call,
                BillingEntities.SUBSCRIPTION,
                tenant,
                id,
                command,
                done -> Answers.done(status, BillingEntities.SUBSCRIPTION, tenant, id, done));
    }

    private static int number(@Nullable Integer version) {
        return version == null ? 0 : version;
    }

    private static When when(String label) {
        return constant(When.class, label);
    }

    private static SubscriptionStatus status(String label) {
        return constant(SubscriptionStatus.class, label);
    }
}
