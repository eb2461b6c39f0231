package dev.perennial.persistence.billing;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.EntityUnavailableException;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The real deciders in the memory of one thread, which lose answers as a cluster does: before the command took effect, or after.
 * What happened waits for its reaction, for each type of entity in order.
 */
final class FlakyEntities implements Entities {

    private final Random random;
    private final Map<String, Living<?>> entities = new LinkedHashMap<>();
    private final Map<String, Deque<Happened>> journal = new LinkedHashMap<>();
    private double faults;
    private Instant now;
    private Runnable other = () -> {};
    private boolean amidst;

    record Happened(TenantId tenant, EntityId id, Object event) {}

    private record Living<S>(S state, List<Object> events) {}

    FlakyEntities(Random random, Instant now) {
        this.random = random;
        this.now = now;
    }

    /** How many of the answers get lost, from 0 to 1. */
    void losing(double share) {
        faults = share;
    }

    /** What another node may do between any two steps of this one. */
    void amidst(Runnable work) {
        other = work;
    }

    Instant now() {
        return now;
    }

    void passTo(Instant later) {
        now = later.isAfter(now) ? later : now;
    }

    /** Events of a type that no reaction has been through. */
    Deque<Happened> pending(EntityType<?, ?, ?, ?> type) {
        return journal.computeIfAbsent(type.name(), _ -> new ArrayDeque<>());
    }

    /** All entities of a type by tenant and id. */
    <S> Map<Happened, S> all(EntityType<S, ?, ?, ?> type) {
        var all = new LinkedHashMap<Happened, S>();
        entities.forEach((name, living) -> {
            var parts = name.split("\\|", -1);
            if (parts[0].equals(type.name())) {
                var key = new Happened(new TenantId(parts[1]), new EntityId(parts[2]), "");
                all.put(key, type.state().cast(living.state()));
            }
        });
        return all;
    }

    /** The kinds of events that there are. */
    Set<String> happened() {
        return entities.values().stream()
                .flatMap(living -> living.events().stream())
                .map(event -> event.getClass().getSimpleName())
                .collect(Collectors.toSet());
    }

    List<Object> events(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return living(type, tenant, id).events();
    }

    @Override
    public <S, C, E, R> CompletionStage<Outcome<R>> send(
            EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
        if (random.nextDouble() < faults) {
            return CompletableFuture.completedStage(new Outcome.Unknown<>());
        }
        if (!amidst && random.nextDouble() < faults) {
            amidst = true;
            other.run();
            amidst = false;
        }
        var before = living(type, tenant, id);
        var context = new Context(tenant, id, now, meta.caller());
        var outcome = switch (type.decider().decide(before.state(), command, context)) {
            case Decision.Rejected<E, R>(var rejection) -> new Outcome.Refused<R>(rejection);
            case Decision.Accepted<E, R>(var events, var reply) -> {
                var after = append(type.decider(), before, events);
                entities.put(name(type, tenant, id), after);
                events.forEach(event -> pending(type).add(new Happened(tenant, id, event)));
                yield new Outcome.Committed<>(after.events().size(), reply, false);
            }
        };
        return CompletableFuture.completedStage(random.nextDouble() < faults ? new Outcome.Unknown<>() : outcome);
    }

    @Override
    public <S, C, E, R> CompletionStage<Versioned<S>> read(EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
        var living = living(type, tenant, id);
        return random.nextDouble() < faults
                ? CompletableFuture.failedStage(new EntityUnavailableException("lost"))
                : CompletableFuture.completedStage(
                        new Versioned<>(living.state(), living.events().size()));
    }

    private <S> Living<S> living(EntityType<S, ?, ?, ?> type, TenantId tenant, EntityId id) {
        var known = entities.get(name(type, tenant, id));
        return known == null
                ? new Living<>(type.decider().initial(), List.of())
                : new Living<>(type.state().cast(known.state()), known.events());
    }

    private static <S, E> Living<S> append(Decider<S, ?, E, ?> decider, Living<S> before, List<E> events) {
        var state = before.state();
        var all = new ArrayList<>(before.events());
        for (var event : events) {
            state = decider.evolve(state, event);
            all.add(event);
        }
        return new Living<>(state, all);
    }

    private static String name(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return type.name() + "|" + tenant + "|" + id;
    }
}
