package dev.perennial.app.billing;

import dev.perennial.app.Platform;
import dev.perennial.app.billing.Accounts.Account;
import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Limit;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageCommand;
import dev.perennial.domain.billing.usage.UsageCommand.CommitReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ConsumeUnits;
import dev.perennial.domain.billing.usage.UsageCommand.ReleaseReservation;
import dev.perennial.domain.billing.usage.UsageCommand.ReserveUnits;
import dev.perennial.domain.billing.usage.UsageDecider;
import dev.perennial.domain.billing.usage.UsageReply;
import dev.perennial.domain.billing.usage.UsageReply.Standing;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The gate: what may be used is asked and used in one step. */
final class GateRoutes implements Routes {

    /** How the ids of reservations begin, by what account they are of. */
    private static final String OF_TENANT = "rt";

    private static final String OF_SUBJECT = "rs";

    private final Accounts accounts;
    private final Commands commands;
    private final Entities entities;
    private final Clock clock;

    GateRoutes(Platform platform, Accounts accounts) {
        this.accounts = accounts;
        this.commands = platform.commands();
        this.entities = platform.entities();
        this.clock = platform.clock();
    }

    private record Consumption(long units, @Nullable String subject) {}

    private record Reservation(long units, @Nullable String subject, int expiresInSeconds) {}

    private record Settlement(@Nullable String subject, long units) {}

    /** @param limit null without one; nor is there a {@code remaining} then */
    private record Standings(
            String meter,
            String subject,
            long used,
            long reserved,
            @Nullable Long limit,
            @Nullable Long remaining,
            boolean over,
            Instant resetsAt) {}

    private record Reserved(String reservation, Instant expiresAt, Standings standing) {}

    private record Checked(boolean allowed, long revision, Standings standing) {}

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "consumeUnits", this::consume,
                "checkQuota", this::check,
                "reserveUnits", this::reserve,
                "commitReservation", this::commit,
                "releaseReservation", this::release);
    }

    private CompletionStage<Reply> consume(Call call) {
        var body = call.body(Consumption.class);
        return account(call, body.subject())
                .thenCompose(account -> use(
                        call, account.id(), new ConsumeUnits(account.subject(), body.units(), account.allowance())));
    }

    private CompletionStage<Reply> reserve(Call call) {
        var body = call.body(Reservation.class);
        var life = Duration.ofSeconds(body.expiresInSeconds());
        return account(call, body.subject()).thenCompose(account -> {
            var id = commands.identity(call)
                    .newId(account.id().subject().isPresent() ? OF_SUBJECT : OF_TENANT)
                    .value();
            var command = new ReserveUnits(id, account.subject(), body.units(), life, account.allowance());
            return send(call, account.id(), command, done -> {
                var kept = (UsageReply.Reserved) done.reply();
                var standing = standings(call, account.id(), kept.standing());
                return answer(201, call, account.id(), done, new Reserved(id, kept.expiresAt(), standing));
            });
        });
    }

    private CompletionStage<Reply> commit(Call call) {
        var body = call.body(Settlement.class);
        return settle(call, body.subject(), new CommitReservation(call.path("reservation"), body.units()));
    }

    private CompletionStage<Reply> release(Call call) {
        return settle(call, call.query("subject").orElse(null), new ReleaseReservation(call.path("reservation")));
    }

    /** By the account that the reservation's id tells, whatever the tenant's plan says by now. */
    private CompletionStage<Reply> settle(Call call, @Nullable String subject, UsageCommand command) {
        var ofSubject = call.path("reservation").startsWith(OF_SUBJECT + "_");
        if (ofSubject && subject == null) {
            throw Accounts.subjectMissing();
        }
        var whose = Optional.ofNullable(subject).filter(_ -> ofSubject).map(SubjectId::new);
        return use(call, new UsageId(new MeterKey(call.path("meter")), whose), command);
    }

    private CompletionStage<Reply> use(Call call, UsageId account, UsageCommand command) {
        return send(
                call,
                account,
                command,
                done -> answer(200, call, account, done, standings(call, account, (Standing) done.reply())));
    }

    /** Reads only: what it says may be over before the caller acts on it. */
    private CompletionStage<Reply> check(Call call) {
        var units = call.query("units", 1);
        return account(call, call.query("subject").orElse(null))
                .thenCompose(account -> entities.read(BillingEntities.USAGE, call.tenant(), account.entity())
                        .thenApply(read -> {
                            var now = clock.instant();
                            var standing = standings(
                                    call, account.id(), UsageDecider.standing(read.state(), account.allowance(), now));
                            var room = UsageDecider.hasRoom(read.state(), account.allowance(), units, now);
                            return Reply.json(200, new Checked(room, read.revision(), standing))
                                    .revision(read.revision());
                        }));
    }

    private CompletionStage<Account> account(Call call, @Nullable String subject) {
        return accounts.find(
                call.tenant(),
                new MeterKey(call.path("meter")),
                Optional.ofNullable(subject).map(SubjectId::new));
    }

    private CompletionStage<Reply> send(
            Call call, UsageId account, UsageCommand command, Function<Outcome.Committed<UsageReply>, Reply> answer) {
        return commands.send(call, BillingEntities.USAGE, call.tenant(), account.entity(), command, answer);
    }

    private static Reply answer(
            int status, Call call, UsageId account, Outcome.Committed<UsageReply> done, Object body) {
        return Answers.committed(status, BillingEntities.USAGE, call.tenant(), account.entity(), done.revision(), body);
    }

    private static Standings standings(Call call, UsageId account, Standing standing) {
        var taken = standing.used() + standing.reserved();
        var limit = switch (standing.limit()) {
            case Limit.None _ -> null;
            case Limit.Soft(long units) -> units;
            case Limit.Hard(long units) -> units;
        };
        return new Standings(
                call.path("meter"),
                account.subject().map(SubjectId::value).orElse(""),
                standing.used(),
                standing.reserved(),
                limit,
                limit == null ? null : Math.max(0, limit - taken),
                limit != null && taken > limit,
                standing.resetsAt());
    }
}
