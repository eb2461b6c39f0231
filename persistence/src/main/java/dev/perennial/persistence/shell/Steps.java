package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import java.util.Optional;

/**
 * The steps of a process: commands that have no effect when they are repeated. A refusal is an answer; when there is no answer
 * the step fails, and the process takes it again. Blocks.
 */
public final class Steps {

    private final Entities entities;
    private final CommandMeta meta;

    private Steps(Entities entities, CommandMeta meta) {
        this.entities = entities;
        this.meta = meta;
    }

    /** @param process its name, under which the events are recorded */
    public static Steps of(Entities entities, String process) {
        return new Steps(entities, CommandMeta.by(Caller.process(process)));
    }

    /** The same, as part of the trace of the event that they follow from. */
    public Steps after(StoredEvent cause) {
        return new Steps(entities, meta.traced(cause.decoded().trace()));
    }

    /** Sends the command; empty if it took effect or had done so before, else why it was refused. */
    public <S, C, E, R> Optional<Rejection> tell(EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command) {
        return switch (outcome(type, tenant, id, command)) {
            case Outcome.Committed<R> _ -> Optional.empty();
            case Outcome.Refused<R>(var rejection) -> Optional.of(rejection);
            case Outcome<R> other -> throw new StepUnfinishedException(other.label());
        };
    }

    /** Sends a command that nothing can refuse, and gives its answer. */
    public <S, C, E, R> R ask(EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command) {
        return switch (outcome(type, tenant, id, command)) {
            case Outcome.Committed<R>(long _, R reply, boolean _) -> reply;
            case Outcome<R> other -> throw new StepUnfinishedException(other.toString());
        };
    }

    /** Its committed state. */
    public <S, C, E, R> S read(EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
        return entities.read(type, tenant, id).toCompletableFuture().join().state();
    }

    private <S, C, E, R> Outcome<R> outcome(EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command) {
        return entities.send(type, tenant, id, command, meta)
                .toCompletableFuture()
                .join();
    }
}
