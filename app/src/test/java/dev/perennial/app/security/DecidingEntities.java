package dev.perennial.app.security;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Versioned;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All entities in memory, decided by their real rules; counts how often one is read. */
final class DecidingEntities implements Entities {

    private final InstantSource clock;
    private final Map<String, Versioned<?>> states = new HashMap<>();
    private int reads;

    DecidingEntities(InstantSource clock) {
        this.clock = clock;
    }

    synchronized int reads() {
        return reads;
    }

    @Override
    public synchronized <S, C, E, R> CompletionStage<Outcome<R>> send(
            EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
        var current = current(type, tenant, id);
        var context = new Context(tenant, id, clock.instant(), meta.caller());
        return CompletableFuture.completedStage(
                switch (type.decider().decide(current.state(), command, context)) {
                    case Decision.Accepted<E, R>(var events, var reply) -> {
                        var state = current.state();
                        for (var event : events) {
                            state = type.decider().evolve(state, event);
                        }
                        var next = new Versioned<>(state, current.revision() + events.size());
                        states.put(key(type, tenant, id), next);
                        yield new Outcome.Committed<R>(next.revision(), reply, false);
                    }
                    case Decision.Rejected<E, R>(var rejection) -> new Outcome.Refused<R>(rejection);
                });
    }

    @Override
    public synchronized <S, C, E, R> CompletionStage<Versioned<S>> read(
            EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
        reads++;
        return CompletableFuture.completedStage(current(type, tenant, id));
    }

    private <S> Versioned<S> current(EntityType<S, ?, ?, ?> type, TenantId tenant, EntityId id) {
        var stored = states.get(key(type, tenant, id));
        return stored == null
                ? new Versioned<>(type.decider().initial(), 0)
                : new Versioned<>(type.state().cast(stored.state()), stored.revision());
    }

    private static String key(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return type.name() + "|" + tenant + "|" + id;
    }
}
