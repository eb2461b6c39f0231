package dev.perennial.domain.laws;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.Decision.Rejected;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Superseded;
import dev.perennial.domain.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The laws that every entity obeys, whatever it is about. {@link #violations} is empty for a lawful list:
 *
 * <pre>{@code
 * assertThat(EntityLaws.violations(IdentityEntities.ALL)).isEmpty();
 * }</pre>
 */
public final class EntityLaws {

    private static final Pattern EVENT_NAME = Pattern.compile("[a-z]+\\.[a-z]+(-[a-z]+)*");
    private static final Pattern REJECTION_CODE = Pattern.compile("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*");
    private static final int MOST_VERSIONS = 1000;
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<String> violations = new ArrayList<>();
    private final Map<String, TreeSet<Integer>> versionsByName = new TreeMap<>();

    private EntityLaws() {}

    /** One sentence for each law that one of the entities breaks. */
    public static List<String> violations(List<EntityType<?, ?, ?, ?>> types) {
        var laws = new EntityLaws();
        var names = new HashSet<String>();
        for (var type : types) {
            laws.require(names.add(type.name()), () -> "two entities are named " + type.name());
            laws.check(type);
        }
        laws.versionsByName.forEach((name, versions) -> laws.require(
                versions.last() == versions.size(), () -> name + " lacks a version before " + versions.last()));
        return laws.violations.stream().distinct().toList();
    }

    private <S, C, E, R> void check(EntityType<S, C, E, R> type) {
        var before = violations.size();
        Stream.of(type.state(), type.command(), type.event()).forEach(this::closed);
        events(type);
        // Samples of a hierarchy that is not closed would prove nothing.
        if (violations.size() == before) {
            Stream.of(type.state(), type.command(), type.event()).forEach(this::immutable);
            superseded(type);
            evolveIsTotal(type);
            everyStateIsReached(type);
            decideIsTotalAndPure(type);
        }
    }

    private void closed(Class<?> hierarchy) {
        require(hierarchy.isSealed(), () -> hierarchy.getName() + " is not sealed");
        var simpleNames = new HashSet<String>();
        Samples.classes(hierarchy).forEach(leaf -> {
            require(leaf.isRecord() || leaf.isEnum(), () -> leaf.getName() + " is neither a record nor an enum");
            require(
                    simpleNames.add(leaf.getSimpleName()),
                    () -> "two members of " + hierarchy.getName() + " are called " + leaf.getSimpleName());
        });
    }

    private void events(EntityType<?, ?, ?, ?> type) {
        Stream.concat(Samples.classes(type.event()), type.superseded().stream()).forEach(event -> {
            var name = event.getAnnotation(EventName.class);
            if (name == null) {
                violations.add(event.getName() + " has no @EventName");
                return;
            }
            require(
                    EVENT_NAME.matcher(name.value()).matches() && name.value().startsWith(type.module() + "."),
                    () -> event.getName() + " is not named " + type.module() + ".something-happened");
            require(name.version() >= 1, () -> event.getName() + " has a version below 1");
            require(
                    versionsByName
                            .computeIfAbsent(name.value(), _ -> new TreeSet<>())
                            .add(name.version()),
                    () -> "two events are " + name.value() + " version " + name.version());
        });
    }

    private void immutable(Class<?> hierarchy) {
        for (var sample : Samples.of(hierarchy)) {
            if (!sample.getClass().isRecord()) {
                continue;
            }
            for (var component : sample.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                try {
                    var value = component.getAccessor().invoke(sample);
                    require(
                            unmodifiable(value),
                            () -> sample.getClass().getName() + " does not copy " + component.getName());
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError("an accessor of a record does nothing else", e);
                }
            }
        }
    }

    private static boolean unmodifiable(Object value) {
        try {
            switch (value) {
                case Collection<?> collection -> collection.clear();
                case Map<?, ?> map -> map.clear();
                default -> {
                    return true;
                }
            }
            return false;
        } catch (UnsupportedOperationException e) {
            return true;
        }
    }

    private void superseded(EntityType<?, ?, ?, ?> type) {
        for (var old : type.superseded()) {
            for (var sample : Samples.of(old)) {
                Object event = sample;
                for (var i = 0; i < MOST_VERSIONS && event instanceof Superseded<?> version; i++) {
                    event = version.upcast();
                }
                require(type.event().isInstance(event), () -> old.getName() + " is not upcast to a current event");
            }
        }
    }

    private <S, C, E, R> void evolveIsTotal(EntityType<S, C, E, R> type) {
        for (var state : Samples.of(type.state())) {
            for (var event : Samples.of(type.event())) {
                evolved(type.decider(), state, event);
            }
        }
    }

    private <S, C, E, R> void everyStateIsReached(EntityType<S, C, E, R> type) {
        var reached = new LinkedHashMap<Class<?>, S>();
        var toVisit = new ArrayDeque<S>(List.of(type.decider().initial()));
        while (!toVisit.isEmpty()) {
            var state = toVisit.remove();
            if (reached.putIfAbsent(state.getClass(), state) == null) {
                Samples.of(type.event()).forEach(event -> toVisit.add(evolved(type.decider(), state, event)));
            }
        }
        Samples.classes(type.state())
                .filter(state -> !reached.containsKey(state))
                .forEach(state -> violations.add("no events lead to " + state.getName()));
    }

    private <S, C, E, R> void decideIsTotalAndPure(EntityType<S, C, E, R> type) {
        var callers =
                List.of(Caller.ANONYMOUS, new Caller(Caller.Kind.USER, "sample", 20), Caller.operator("operator"));
        for (var caller : callers) {
            var context = new Context(new TenantId("sample"), new EntityId("sample"), NOW, caller);
            for (var state : Samples.of(type.state())) {
                Samples.of(type.command()).forEach(command -> decided(type, state, command, context));
            }
        }
    }

    private <S, C, E, R> void decided(EntityType<S, C, E, R> type, S state, C command, Context context) {
        try {
            var decision = type.decider().decide(state, command, context);
            require(
                    decision.equals(type.decider().decide(state, command, context)),
                    () -> "deciding " + command + " in " + state + " twice gives two outcomes");
            switch (decision) {
                case Accepted<E, R>(var events, var reply) -> {
                    require(type.reply().isInstance(reply), () -> command + " answers " + reply);
                    var next = state;
                    for (var event : events) {
                        next = evolved(type.decider(), next, event);
                    }
                }
                case Rejected<E, R>(var rejection) ->
                    require(
                            REJECTION_CODE.matcher(rejection.code()).matches(),
                            () -> "not a rejection code: " + rejection.code());
            }
        } catch (RuntimeException e) {
            violations.add("deciding " + command + " in " + state + " throws " + e);
        }
    }

    private <S, E> S evolved(Decider<S, ?, E, ?> decider, S state, E event) {
        try {
            return Objects.requireNonNull(decider.evolve(state, event));
        } catch (RuntimeException e) {
            violations.add("evolving " + state + " by " + event + " throws " + e);
            return state;
        }
    }

    private void require(boolean lawful, Supplier<String> violation) {
        if (!lawful) {
            violations.add(violation.get());
        }
    }
}
