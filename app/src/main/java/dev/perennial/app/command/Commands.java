package dev.perennial.app.command;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Problem;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.security.CommandIdentity;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.app.security.Secret;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandKey;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends the commands that calls stand for. What an outcome answers is decided here and nowhere else. */
public final class Commands {

    private static final int SOON = 1;

    private final Entities entities;
    private final IdDeriver ids;

    public Commands(Entities entities, IdDeriver ids) {
        this.entities = entities;
        this.ids = ids;
    }

    /** Sends the call's one command and answers with {@code answer} after its commit, else with a problem. */
    public <S, C, E, R> CompletionStage<Reply> send(
            Call call,
            EntityType<S, C, E, R> type,
            TenantId tenant,
            EntityId id,
            C command,
            Function<Outcome.Committed<R>, Reply> answer) {
        var meta = meta(call, identity(call).key());
        return entities.send(type, tenant, id, command, meta).thenApply(outcome -> answer.apply(committed(outcome)));
    }

    /** What a call's keys, new ids and secrets are derived from; the same whenever the call is repeated. */
    public CommandIdentity identity(Call call) {
        return identity(call, call.principal().caller());
    }

    /** The same for a caller who is known only from the body. */
    public CommandIdentity identity(Call call, Caller caller) {
        return ids.command(
                caller, call.operation().id(), call.pathText(), call.head().idempotencyKey(), call.rawBody());
    }

    /** The same for a call that exchanges a secret: without an idempotency key, the secret tells which call it is. */
    public CommandIdentity exchange(Call call, Caller caller, Secret presented) {
        return call.head().idempotencyKey().isPresent() ? identity(call, caller) : ids.exchange(presented);
    }

    /** What goes with a command of the call. */
    public CommandMeta meta(Call call, CommandKey key) {
        return new CommandMeta(
                key,
                call.head().expectedRevision(),
                call.principal().caller(),
                call.head().trace());
    }

    /** The committed outcome, or the problem of any other. */
    public static <R> Outcome.Committed<R> committed(Outcome<R> outcome) {
        return switch (outcome) {
            case Outcome.Committed<R> committed -> committed;
            case Outcome.Refused<R>(var rejection) ->
                throw Problem.of(rejection).exception();
            case Outcome.RevisionMismatch<R>(long actual) ->
                throw Problems.REVISION_MISMATCH
                        .problem("the entity is at revision " + actual)
                        .with("revision", Long.toString(actual))
                        .exception();
            case Outcome.KeyReused<R>() ->
                throw Problems.IDEMPOTENCY_KEY_REUSED.exception("send another request with another key");
            case Outcome.Overloaded<R>() ->
                throw Problems.ENTITY_UNAVAILABLE
                        .problem("the entity has as many commands waiting as it may")
                        .retryAfter(SOON)
                        .exception();
            case Outcome.Unknown<R>() ->
                throw Problems.OUTCOME_UNKNOWN
                        .problem("repeat the request under the same idempotency key")
                        .retryAfter(SOON)
                        .exception();
        };
    }
}
