package dev.perennial.persistence.laws;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.Decision.Rejected;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.laws.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Commands of which each changes a new entity that took the ones before it.
 *
 * @param id an entity of its own for each journey
 * @param commands sent by {@link #CALLER}
 * @param waits whether {@link #LONG} passes before the last of them
 */
record Journey<S, C, E, R>(EntityType<S, C, E, R> type, EntityId id, List<C> commands, boolean waits) {

    /** After so long whatever has an end has ended. */
    static final Duration LONG = Duration.ofDays(400);

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
        var ways = ways(type, tried, now);
        var journeys = new LinkedHashMap<Class<?>, Journey<S, C, E, R>>();
        for (var waits : List.of(false, true)) {
            var end = context(waits ? now.plus(LONG) : now);
            ways.forEach((state, way) -> {
                for (var command : tried) {
                    if (!journeys.containsKey(command.getClass())
                            && !events(type, state, command, end).isEmpty()) {
                        var commands = new ArrayList<>(way);
                        commands.add(command);
                        // In lower case, as some entities want their ids.
                        var id = new EntityId(command.getClass().getSimpleName().toLowerCase(Locale.ROOT));
                        journeys.put(command.getClass(), new Journey<>(type, id, commands, waits));
                    }
                }
            });
        }
        return List.copyOf(journeys.values());
    }

    /** The states that are reached without waiting, each with the fewest commands that lead there. */
    private static <S, C, E, R> Map<S, List<C>> ways(EntityType<S, C, E, R> type, List<C> commands, Instant now) {
        var ways = new LinkedHashMap<S, List<C>>(Map.of(type.decider().initial(), List.of()));
        var toVisit = new ArrayDeque<S>(ways.keySet());
        while (!toVisit.isEmpty() && ways.size() < MOST_STATES) {
            var state = toVisit.remove();
            for (var command : commands) {
                var events = events(type, state, command, context(now));
                var next = after(type, state, events);
                if (!events.isEmpty() && !ways.containsKey(next)) {
                    var way = new ArrayList<>(ways.getOrDefault(state, List.of()));
                    way.add(command);
                    ways.put(next, way);
                    toVisit.add(next);
                }
            }
        }
        return ways;
    }

    private static <S, C, E, R> List<E> events(EntityType<S, C, E, R> type, S state, C command, Context context) {
        return switch (type.decider().decide(state, command, context)) {
            case Accepted<E, R> accepted -> accepted.events();
            case Rejected<E, R> _ -> List.of();
        };
    }

    private static Context context(Instant now) {
        return new Context(new TenantId("sample"), new EntityId("sample"), now, CALLER);
    }

    private static <S, E> S after(EntityType<S, ?, E, ?> type, S state, List<E> events) {
        var next = state;
        for (var event : events) {
            next = type.decider().evolve(next, event);
        }
        return next;
    }
}
