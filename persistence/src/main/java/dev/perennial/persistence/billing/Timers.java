package dev.perennial.persistence.billing;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;

/**
 * Timers that outlive every process: when an entity is due is a column {@code due_at} of its view, and whatever is due is
 * sent a command by which the entity does what its own rules say is due by then. The view may be behind, so the command may
 * come again, or to an entity that is done: then it changes nothing.
 *
 * @param type whose
 * @param table the view with the column
 * @param command changes nothing in an entity in which nothing is due
 */
public record Timers<C>(EntityType<?, C, ?, ?> type, String table, C command) {

    private static final CommandMeta BY_TIMER = CommandMeta.by(Caller.process("billing-timers"));

    /** An entity in which something was to happen at a time. */
    public record Due(TenantId tenant, EntityId id, Instant at) {}

    /**
     * Sends the command to all that were due at {@code now}, the longest due first, at most {@code limit}, and answers
     * which they were. Blocks. Whatever does not answer comes again with the next run.
     *
     * @param source the projection pool: this is for a process of ours, not for a tenant
     */
    public List<Due> run(Entities entities, DataSource source, Instant now, int limit) {
        var due = due(source, now, limit);
        var answers = due.stream().map(entity -> send(entities, entity)).toList();
        answers.forEach(answer -> done(answer.toCompletableFuture().join()));
        return due;
    }

    private CompletionStage<? extends Outcome<?>> send(Entities entities, Due due) {
        return entities.send(type, due.tenant(), due.id(), command, BY_TIMER);
    }

    private List<Due> due(DataSource source, Instant now, int limit) {
        var query = """
                select tenant, id, due_at from billing.%s where due_at <= ? order by due_at limit ?
                """.formatted(table);
        try (var connection = source.getConnection()) {
            return Jdbc.query(
                    connection,
                    query,
                    row -> new Due(
                            new TenantId(row.getString(1)),
                            new EntityId(row.getString(2)),
                            row.getObject(3, OffsetDateTime.class).toInstant()),
                    now.atOffset(ZoneOffset.UTC),
                    limit);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    /** A refusal is an answer too: the entity went another way. */
    private static void done(Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Committed<?> _, Outcome.Refused<?> _ -> {}
            case Outcome.RevisionMismatch<?> _, Outcome.KeyReused<?> _, Outcome.Overloaded<?> _, Outcome.Unknown<?> _ ->
                throw new IllegalStateException("a timer got no answer: " + outcome.label());
        }
    }
}
