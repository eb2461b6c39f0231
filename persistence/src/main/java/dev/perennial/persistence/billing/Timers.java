package dev.perennial.persistence.billing;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    /** Before all others. */
    private static final Due FIRST = new Due(new TenantId("0"), new EntityId("0"), Instant.EPOCH);

    /** An entity in which something was to happen at a time. */
    public record Due(TenantId tenant, EntityId id, Instant at) {}

    /** How many were due, and for how long the first of them had been. */
    public record Told(long count, Duration longest) {}

    /**
     * Sends the command to all that were due at {@code now}, the longest due first. Blocks. Whatever does not answer comes
     * again with the next run, and keeps nobody else waiting.
     *
     * @param source the projection pool: this is for a process of ours, not for a tenant
     * @param atOnce how many at a time
     */
    public Told run(Entities entities, DataSource source, Instant now, int atOnce) {
        var outcomes = new ArrayList<Outcome<?>>();
        var longest = Duration.ZERO;
        var page = due(source, now, FIRST, atOnce);
        if (!page.isEmpty()) {
            longest = Duration.between(page.getFirst().at(), now);
        }
        while (!page.isEmpty()) {
            var answers = page.stream().map(entity -> send(entities, entity)).toList();
            answers.forEach(answer -> outcomes.add(answer.toCompletableFuture().join()));
            page = page.size() < atOnce ? List.of() : due(source, now, page.getLast(), atOnce);
        }
        outcomes.forEach(Timers::done);
        return new Told(outcomes.size(), longest);
    }

    private CompletionStage<? extends Outcome<?>> send(Entities entities, Due due) {
        return entities.send(type, due.tenant(), due.id(), command, BY_TIMER);
    }

    private List<Due> due(DataSource source, Instant now, Due after, int limit) {
        var query = """
                select tenant, id, due_at from billing.%s
                where due_at <= ? and (due_at, tenant, id) > (?, ?, ?) order by due_at, tenant, id limit ?
                """.formatted(table);
        return Jdbc.query(
                source,
                query,
                row -> new Due(
                        new TenantId(row.getString(1)),
                        new EntityId(row.getString(2)),
                        row.getObject(3, OffsetDateTime.class).toInstant()),
                now.atOffset(ZoneOffset.UTC),
                after.at().atOffset(ZoneOffset.UTC),
                after.tenant().value(),
                after.id().value(),
                limit);
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
