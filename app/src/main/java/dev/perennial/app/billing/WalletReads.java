package dev.perennial.app.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.Platform;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Histories;
import dev.perennial.app.query.Reads;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.wallet.Balance;
import dev.perennial.domain.billing.wallet.Grant;
import dev.perennial.domain.billing.wallet.Hold;
import dev.perennial.domain.billing.wallet.Movement;
import dev.perennial.domain.billing.wallet.TopUpPolicy;
import dev.perennial.domain.billing.wallet.TopUps;
import dev.perennial.domain.billing.wallet.Wallet;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.WalletQueries;
import dev.perennial.persistence.billing.WalletStatements;
import dev.perennial.persistence.billing.WalletStatements.Entry;
import dev.perennial.persistence.billing.WalletStatements.Span;
import dev.perennial.persistence.shell.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one sees of wallets. */
final class WalletReads implements Routes {

    private static final int DEFAULT_LIMIT = 50;

    private final Platform platform;
    private final Clock clock;
    private final WalletQueries queries;
    private final WalletStatements statements;

    WalletReads(Platform platform) {
        this.platform = platform;
        this.clock = platform.clock();
        this.queries = new WalletQueries(platform.queries());
        this.statements = new WalletStatements(platform.history());
    }

    private record GrantView(
            String id,
            long available,
            long held,
            int priority,
            @Nullable Instant expiresAt) {}

    private record HoldView(String id, long amount, Instant expiresAt) {}

    /** @param state {@code idle}, {@code pending} or {@code pausing} after a failure */
    private record TopUpView(
            long threshold,
            long amount,
            Money price,
            int priority,
            int expiresAfterDays,
            int mostPerDay,
            String state) {}

    private record View(
            String id,
            long revision,
            String name,
            long available,
            long held,
            long granted,
            long consumed,
            long lapsed,
            List<GrantView> grants,
            List<HoldView> holds,
            @Nullable TopUpView topUp) {}

    private record EntryView(
            long revision,
            Instant at,
            String kind,
            @Nullable String subject,
            String reason,
            Balance change,
            Balance balance) {}

    private record Statement(
            List<EntryView> items,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "getWallet",
                platform.reads().of(BillingEntities.WALLET, WalletRoutes.WALLET, this::look),
                "getWalletHistory",
                platform.histories().of(BillingEntities.WALLET, WalletRoutes.WALLET),
                "getWalletStatement",
                platform.flows().handler(this::statement),
                "listWallets",
                platform.lists(BillingViews.MODULE)
                        .of((call, after, limit) -> queries.wallets(call.tenant(), after, limit), Function.identity()));
    }

    /** What expired by the time that is asked about is shown so; at a revision, as it was right after it. */
    private Optional<View> look(Call call, EntityId id, Versioned<Wallet> read) {
        return switch (read.state()) {
            case Wallet.Absent _ -> Optional.empty();
            case Wallet.Open wallet -> {
                var shown = call.query("revision").isPresent()
                        ? wallet
                        : wallet.at(Reads.time(call, "at").orElseGet(clock::instant));
                yield Optional.of(view(id, read.revision(), shown));
            }
        };
    }

    private static View view(EntityId id, long revision, Wallet.Open wallet) {
        var balance = wallet.balance();
        var totals = wallet.totals();
        return new View(
                id.value(),
                revision,
                wallet.name(),
                balance.available(),
                balance.held(),
                totals.granted(),
                totals.consumed(),
                totals.lapsed(),
                wallet.grants().value().stream().map(WalletReads::view).toList(),
                wallet.holds().value().stream().map(WalletReads::view).toList(),
                view(wallet.topUps()));
    }

    private static GrantView view(Grant grant) {
        var expiresAt = switch (grant.expiry()) {
            case Expiry.Never _ -> null;
            case Expiry.At(var instant) -> instant;
        };
        return new GrantView(grant.id().value(), grant.available(), grant.held(), grant.priority(), expiresAt);
    }

    private static HoldView view(Hold hold) {
        return new HoldView(hold.id().value(), hold.amount(), hold.expiresAt());
    }

    private static @Nullable TopUpView view(TopUps topUps) {
        return switch (topUps.policy()) {
            case TopUpPolicy.Off _ -> null;
            case TopUpPolicy.Below(var threshold, var terms, var mostPerDay) ->
                new TopUpView(
                        threshold,
                        terms.amount(),
                        terms.price(),
                        terms.priority(),
                        terms.expiryDays(),
                        mostPerDay,
                        state(topUps.progress()));
        };
    }

    private static String state(TopUps.Progress progress) {
        return switch (progress) {
            case TopUps.Progress.Idle _ -> "idle";
            case TopUps.Progress.Pending _ -> "pending";
            case TopUps.Progress.Pausing _ -> "pausing";
        };
    }

    private Reply statement(Call call) {
        var tenant = call.tenant();
        var wallet = call.id(WalletRoutes.WALLET);
        if (!statements.exists(tenant, wallet)) {
            throw Problems.NO_SUCH_ENTITY.exception("it does not exist");
        }
        var span = new Span(Reads.time(call, "from"), Reads.time(call, "to"));
        var limit = (int) call.query("limit", DEFAULT_LIMIT);
        var page = statements.page(tenant, wallet, span, Histories.after(call), limit);
        return Reply.json(
                200,
                new Statement(
                        page.entries().stream().map(WalletReads::view).toList(),
                        page.next().map(String::valueOf).orElse(null)));
    }

    private static EntryView view(Entry entry) {
        Movement movement = entry.movement();
        return new EntryView(
                entry.revision(),
                entry.at(),
                Reply.label(movement.kind()),
                movement.subject().orElse(null),
                movement.reason(),
                movement.change(),
                movement.after());
    }
}
