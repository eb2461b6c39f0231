package dev.perennial.app.command;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.FieldError;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.shell.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What handlers of every module answer in the same way. */
public final class Answers {

    /** What a command answers that has nothing more to say. */
    private record Done(String id, long revision) {}

    private Answers() {}

    /** Sends the call's one command and answers with the entity's id and new revision. */
    public static <S, C, E, R> CompletionStage<Reply> send(
            Commands commands, Call call, EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command) {
        return commands.send(call, type, tenant, id, command, done -> done(200, type, tenant, id, done));
    }

    /** The answer of a command that has nothing more to say. */
    public static Reply done(
            int status, EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id, Outcome.Committed<?> done) {
        return committed(status, type, tenant, id, done.revision(), new Done(id.value(), done.revision()));
    }

    /** A command's answer: with the new revision, and what makes a list include it. */
    public static Reply committed(
            int status, EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id, long revision, Object body) {
        return Reply.json(status, body)
                .revision(revision)
                .header(
                        "Consistency-Token",
                        ConsistencyToken.of(type, id, revision).token());
    }

    /** What a schema cannot say about a member of the body. */
    public static ProblemException misfit(String pointer, String detail) {
        return Problems.INVALID_BODY
                .problem(detail)
                .with(List.of(new FieldError("body", pointer, detail)))
                .exception();
    }
}
