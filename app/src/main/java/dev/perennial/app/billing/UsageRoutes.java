package dev.perennial.app.billing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.app.Platform;
import dev.perennial.app.billing.Accounts.Past;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Lists;
import dev.perennial.app.security.CommandIdentity;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import dev.perennial.domain.billing.usage.UsageReply.Taken;
import dev.perennial.persistence.billing.BillingViews;
import dev.perennial.persistence.billing.UsageQueries;
import dev.perennial.persistence.billing.UsageQueries.Day;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Usage that has happened: taken down event by event or in batches, and shown by day. */
final class UsageRoutes implements Routes {

    private static final int DEFAULT_LIMIT = 50;

    /** Length of a day's text. */
    private static final int DAY = 10;

    private final Accounts accounts;
    private final Platform platform;
    private final Commands commands;
    private final UsageQueries queries;
    private final Clock clock;

    UsageRoutes(Platform platform, Accounts accounts) {
        this.accounts = accounts;
        this.platform = platform;
        this.commands = platform.commands();
        this.queries = new UsageQueries(platform.queries());
        this.clock = platform.clock();
    }

    private record Recorded(int accepted, List<Integer> duplicates, List<Integer> refused) {}

    private record Days(
            List<Day> items,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "recordUsage",
                this::record,
                "listUsage",
                platform.lists(BillingViews.MODULE).fresh(this::days));
    }

    /** The entries of one account, and where each stood in the request. */
    private static final class Share {
        private final Past past;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Integer> positions = new ArrayList<>();

        Share(Past past) {
            this.past = past;
        }

        /** @param subject whose it is of those who share the account */
        void add(UsageInput input, String subject, int position) {
            entries.add(input.entry(subject));
            positions.add(position);
        }
    }

    private record Whose(MeterKey meter, Optional<SubjectId> subject) {}

    /** All accounts are found before anything is taken down, so that a batch with a mistake changes nothing. */
    private CompletionStage<Reply> record(Call call) {
        var inputs = UsageInput.of(call, clock.instant());
        var found = new HashMap<Whose, CompletableFuture<Past>>();
        var pastOf = inputs.stream()
                .map(input ->
                        found.computeIfAbsent(new Whose(input.meter(), input.subject()), whose -> past(call, whose)))
                .toList();
        return CompletableFuture.allOf(found.values().toArray(CompletableFuture[]::new))
                .thenCompose(_ -> {
                    var shares = new LinkedHashMap<UsageId, Share>();
                    for (var i = 0; i < inputs.size(); i++) {
                        var past = pastOf.get(i).join();
                        var account = past.account();
                        shares.computeIfAbsent(account.id(), _ -> new Share(past))
                                .add(inputs.get(i), account.subject(), i);
                    }
                    return record(call, List.copyOf(shares.values()));
                });
    }

    private CompletableFuture<Past> past(Call call, Whose whose) {
        return accounts.findPast(call.tenant(), whose.meter(), whose.subject()).toCompletableFuture();
    }

    private CompletionStage<Reply> record(Call call, List<Share> shares) {
        var identity = commands.identity(call);
        var outcomes = shares.stream()
                .map(share -> send(call, identity, share).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(_ -> answer(
                        shares, outcomes.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<Taken> send(Call call, CommandIdentity identity, Share share) {
        var id = share.past.account().entity();
        return platform.entities()
                .send(
                        BillingEntities.USAGE,
                        call.tenant(),
                        id,
                        share.past.record(share.entries),
                        commands.meta(call, identity.key(id.value())))
                .thenApply(outcome -> (Taken) Commands.committed(outcome).reply());
    }

    private static Reply answer(List<Share> shares, List<Taken> taken) {
        var accepted = 0;
        var duplicates = new ArrayList<Integer>();
        var refused = new ArrayList<Integer>();
        for (var i = 0; i < shares.size(); i++) {
            var positions = shares.get(i).positions;
            accepted += taken.get(i).accepted();
            taken.get(i).duplicates().forEach(at -> duplicates.add(positions.get(at)));
            taken.get(i).refused().forEach(at -> refused.add(positions.get(at)));
        }
        return Reply.json(
                200,
                new Recorded(
                        accepted,
                        duplicates.stream().sorted().toList(),
                        refused.stream().sorted().toList()));
    }

    private Reply days(Call call) {
        var limit = (int) call.query("limit", DEFAULT_LIMIT);
        var from = LocalDate.parse(call.query("from").orElseThrow());
        var to = LocalDate.parse(call.query("to").orElseThrow());
        var page = queries.days(
                call.tenant(),
                new MeterKey(call.path("meter")),
                call.query("subject").map(SubjectId::new),
                from,
                to,
                call.query("cursor").map(UsageRoutes::after),
                limit + 1);
        var items = page.stream().limit(limit).toList();
        var next = page.size() > limit
                ? items.getLast().day() + "_" + items.getLast().subject()
                : null;
        return Reply.json(200, new Days(items, next));
    }

    /** The day and subject of the last row, which is how a page says where the next one begins. */
    private static UsageQueries.After after(String cursor) {
        try {
            return new UsageQueries.After(LocalDate.parse(cursor.substring(0, DAY)), cursor.substring(DAY + 1));
        } catch (DateTimeException | IndexOutOfBoundsException _) {
            throw Lists.invalidCursor();
        }
    }
}
