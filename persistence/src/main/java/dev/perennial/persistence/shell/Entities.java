package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import java.util.concurrent.CompletionStage;

/** The way to every entity of the cluster, wherever it lives. */
public interface Entities {

    /**
     * Sends a command and answers after its commit. Completes normally with every outcome; it never fails.
     *
     * <p>Linearizable per entity. Bounded: waits at most the ask time-out of the settings, then {@link Outcome.Unknown}.
     */
    <S, C, E, R> CompletionStage<Outcome<R>> send(
            EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta);

    /**
     * Reads the entity's committed state from its actor: strongly consistent, and without a query unless the node was out
     * of touch with its cluster shortly before. An entity that was never written answers its initial state at revision 0.
     *
     * <p>Fails with {@link EntityUnavailableException} when the entity does not answer in time or is overloaded.
     */
    <S, C, E, R> CompletionStage<Versioned<S>> read(EntityType<S, C, E, R> type, TenantId tenant, EntityId id);
}
