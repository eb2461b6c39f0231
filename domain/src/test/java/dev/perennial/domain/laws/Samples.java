package dev.perennial.domain.laws;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Instances of records, enums and sealed interfaces made of nothing but their declaration. Always the same ones, in the
 * same order, so golden files can be made of them. Every string is a valid id; instants have microseconds, as storage has.
 */
public final class Samples {

    private static final Map<Class<?>, List<?>> VALUES = Map.ofEntries(
            Map.entry(String.class, List.of("sample", "other")),
            Map.entry(int.class, List.of(1, 2)),
            Map.entry(Integer.class, List.of(1, 2)),
            Map.entry(long.class, List.of(1L, 5_000_000_000L)),
            Map.entry(Long.class, List.of(1L, 5_000_000_000L)),
            Map.entry(long[].class, List.of(new long[] {1, 5_000_000_000L}, new long[] {2})),
            Map.entry(double.class, List.of(0.5, 2.0)),
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(BigDecimal.class, List.of(new BigDecimal("1.50"), BigDecimal.TEN)),
            Map.entry(Currency.class, List.of(Currency.getInstance("EUR"), Currency.getInstance("JPY"))),
            Map.entry(Duration.class, List.of(Duration.ofSeconds(90), Duration.ZERO)),
            Map.entry(LocalDate.class, List.of(LocalDate.of(2026, 2, 28), LocalDate.of(2028, 2, 29))),
            Map.entry(
                    Instant.class,
                    List.of(Instant.parse("2026-01-02T03:04:05.678901Z"), Instant.parse("2036-01-02T03:04:05Z"))));

    private Samples() {}

    /**
     * Samples of every class the type may stand for. Of a record, as many that each sample of each component occurs; the
     * first has every collection filled.
     *
     * @throws IllegalArgumentException for a type that is no fit part of a command, an event or a state
     */
    public static <T> List<T> of(Class<T> type) {
        return classes(type).<T>flatMap(each -> instances(each).stream()).toList();
    }

    /** The first sample of every class the type may stand for. */
    public static <T> List<T> oneOfEach(Class<T> type) {
        return classes(type).<T>map(each -> instances(each).getFirst()).toList();
    }

    /** The classes a sealed interface may stand for, however deep; of any other type, the type. */
    public static <T> Stream<Class<? extends T>> classes(Class<T> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(member -> classes(member.asSubclass(type)))
                : Stream.of(type);
    }

    private static <T> List<T> instances(Class<T> type) {
        if (type.isRecord()) {
            return records(type);
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        throw new IllegalArgumentException("no samples of " + type.getName());
    }

    private static <T> List<T> records(Class<T> type) {
        var components = type.getRecordComponents();
        var columns = Arrays.stream(components)
                .<List<?>>map(component -> ofType(component.getGenericType()))
                .toList();
        var rows = columns.stream().mapToInt(List::size).max().orElse(1);
        var constructor = canonical(type, components);
        return IntStream.range(0, rows)
                .mapToObj(row -> columns.stream()
                        .map(column -> column.get(row % column.size()))
                        .toArray())
                .map(arguments -> make(constructor, arguments))
                .toList();
    }

    private static List<?> ofType(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case Class<?> known when VALUES.containsKey(known) -> VALUES.get(known);
            case Class<?> other -> of(other);
            default -> throw new IllegalArgumentException("no samples of " + type);
        };
    }

    // The collections are mutable on purpose: a record that does not copy them is caught by the laws.
    private static List<?> ofGeneric(ParameterizedType type) {
        var elements = ofType(type.getActualTypeArguments()[0]);
        var raw = type.getRawType();
        if (raw == List.class) {
            return fullAndEmpty(elements, ArrayList::new);
        }
        if (raw == Set.class) {
            return fullAndEmpty(elements, LinkedHashSet::new);
        }
        if (raw == Optional.class) {
            return List.of(Optional.of(elements.getFirst()), Optional.empty());
        }
        if (raw == Map.class) {
            var values = ofType(type.getActualTypeArguments()[1]);
            var full = new HashMap<Object, Object>();
            IntStream.range(0, elements.size()).forEach(i -> full.put(elements.get(i), values.get(i % values.size())));
            return List.of(full, new HashMap<>());
        }
        throw new IllegalArgumentException("no samples of " + type);
    }

    private static List<?> fullAndEmpty(List<?> elements, Function<List<?>, ?> copy) {
        return List.of(copy.apply(elements), copy.apply(List.of()));
    }

    private static <T> Constructor<T> canonical(Class<T> type, RecordComponent[] components) {
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor", e);
        }
    }

    private static <T> T make(Constructor<T> constructor, Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "no sample of " + constructor.getDeclaringClass().getName() + " from " + List.of(arguments), e);
        }
    }
}
