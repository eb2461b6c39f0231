package dev.perennial.persistence.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells of commits by the type of the entity, so that a projection is not woken by what it does not follow: each that
 * looks in vain costs a query that goes through everybody's events.
 */
public final class Commits {

    /** One for each set of types that somebody follows: as many as there are projections, at most. */
    private final Map<Set<String>, Pulse> pulses = new ConcurrentHashMap<>();

    private volatile Map<String, List<Pulse>> byType = Map.of();

    /** Something of the type was committed, on whatever node. Cheap, from any thread. */
    public void ring(String type) {
        byType.getOrDefault(type, List.of()).forEach(Pulse::ring);
    }

    /** Something was committed, and it is not known what. */
    public void ringAll() {
        pulses.values().forEach(Pulse::ring);
    }

    /** Rings with what is committed of these types. */
    Pulse of(Set<String> types) {
        var pulse = pulses.computeIfAbsent(Set.copyOf(types), _ -> new Pulse());
        index();
        return pulse;
    }

    private synchronized void index() {
        var index = new HashMap<String, List<Pulse>>();
        pulses.forEach((types, pulse) -> types.forEach(type -> index.merge(
                type,
                List.of(pulse),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList())));
        byType = Map.copyOf(index);
    }
}
