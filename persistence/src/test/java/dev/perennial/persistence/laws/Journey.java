package dev.perennial.persistence.laws;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.laws.Samples;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands of which each changes a new entity that took the ones before it.
 *
 * @param id an entity of its own for each journey
 * @param commands sent by {@link #CALLER}
 */
record Journey<S, C, E, R>(EntityType<S, C, E, R> type, EntityId id, List<C> commands) {

    static final Caller CALLER = Caller.operator("sample");

    private static final int MOST_STATES = 2000;

    Journey {
        commands = List.copyOf(commands);
    }

    /**
     * For each command of the entity, the shortest journey that ends in it; none for one that is always refused.
     *
     * @param further commands to try besides samples
     */
    static <S, C, E, R> List<Journey<S, C, E, R>> of(EntityType<S, C, E, R> type, List<?> further, Instant now) {
        var tried = new ArrayList<>(Samples.of(type.command()));
        further.stream()
                .filter(type.command()::isInstance)
                .map(type.command()::cast)
                .forEach(tried::add);
        return shortest(type, tried, now).entrySet().stream()
                .map(way -> new Journey<>(type, new EntityId(way.getKey().getSimpleName()), way.getValue()))
                .toList();
    }

    private static <S, C, E, R> Map<Class<?>, List<C>> shortest(
            EntityType<S, C, E, R> type, List<C> commands, Instant now) {
        var context = new Context(new TenantId("sample"), new EntityId("sample"), now, CALLER);
        var found = new LinkedHashMap<Class<?>, List<C>>();
        var ways = new LinkedHashMap<S, List<C>>(Map.of(type.decider().initial(), List.of()));
        var toVisit = new ArrayDeque<S>(ways.keySet());
        while (!toVisit.isEmpty() && ways.size() < MOST_STATES) {
            var state = toVisit.remove();
            for (var command : commands) {
                if (type.decider().decide(state, command, context) instanceof Accepted<E, R> accepted
                        && !accepted.events().isEmpty()) {
                    var way = new ArrayList<>(ways.getOrDefault(state, List.of()));
                    way.add(command);
                    found.putIfAbsent(command.getClass(), way);
                    var next = after(type, state, accepted.events());
                    if (ways.putIfAbsent(next, way) == null) {
                        toVisit.add(next);
                    }
                }
            }
        }
        return found;
    }

    private static <S, E> S after(EntityType<S, ?, E, ?> type, S state, List<E> events) {
        var next = state;
        for (var event : events) {
            next = type.decider().evolve(next, event);
        }
        return next;
    }
}
