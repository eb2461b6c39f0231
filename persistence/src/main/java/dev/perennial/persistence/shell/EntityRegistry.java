package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Superseded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every entity type of this program, and what storage and the network call its classes. */
public final class EntityRegistry {

    private final Map<String, EntityType<?, ?, ?, ?>> types = new HashMap<>();
    private final Map<Class<?>, EntityType<?, ?, ?, ?>> typeOfState = new HashMap<>();
    private final Map<Class<?>, String> nameOfEvent = new HashMap<>();
    private final Map<String, StoredEventType> storedEvents = new HashMap<>();

    /** An event class and the entity type it belongs to. */
    record StoredEventType(Class<?> event, EntityType<?, ?, ?, ?> owner) {}

    public EntityRegistry(List<EntityType<?, ?, ?, ?>> all) {
        all.forEach(this::register);
    }

    /** All types, in no particular order. */
    public List<EntityType<?, ?, ?, ?>> all() {
        return List.copyOf(types.values());
    }

    /** The type with this name; one that is not registered is a bug or another version's. */
    public EntityType<?, ?, ?, ?> type(String name) {
        var type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("unknown entity type " + name);
        }
        return type;
    }

    /** The stored name of a current event: {@code module.fact#version}. */
    public String manifestOf(Object event) {
        var manifest = nameOfEvent.get(event.getClass());
        if (manifest == null) {
            throw new IllegalArgumentException("not a registered event: " + event.getClass());
        }
        return manifest;
    }

    StoredEventType storedEvent(String manifest) {
        var stored = storedEvents.get(manifest);
        if (stored == null) {
            throw new IllegalArgumentException("unknown event " + manifest + ": stored by a newer version?");
        }
        return stored;
    }

    EntityType<?, ?, ?, ?> typeOfState(Object state) {
        var type = typeOfState.get(state.getClass());
        if (type == null) {
            throw new IllegalArgumentException("not a registered state: " + state.getClass());
        }
        return type;
    }

    /** All stored names and the classes behind them, old versions included. */
    public Map<String, Class<?>> storedEvents() {
        var classes = new HashMap<String, Class<?>>();
        storedEvents.forEach((manifest, stored) -> classes.put(manifest, stored.event()));
        return Map.copyOf(classes);
    }

    private void register(EntityType<?, ?, ?, ?> type) {
        if (types.put(type.name(), type) != null) {
            throw new IllegalArgumentException("two entity types are called " + type.name());
        }
        leaves(type.state()).forEach(state -> typeOfState.put(state, type));
        var current = leaves(type.event()).toList();
        current.forEach(event -> nameOfEvent.put(event, storedName(event)));
        var stored = new ArrayList<Class<?>>(current);
        stored.addAll(type.superseded());
        for (var event : stored) {
            if (storedEvents.put(storedName(event), new StoredEventType(event, type)) != null) {
                throw new IllegalArgumentException("two events are called " + storedName(event));
            }
        }
    }

    /** Brings an old version of an event to the current one. */
    static Object upcast(Object event) {
        var current = event;
        while (current instanceof Superseded<?> old) {
            current = old.upcast();
        }
        return current;
    }

    /** The concrete classes below a sealed interface. */
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EntityRegistry::leaves)
                : Stream.of(type);
    }

    static String storedName(Class<?> event) {
        var name = event.getAnnotation(EventName.class);
        if (name == null) {
            throw new IllegalArgumentException(event + " has no @EventName");
        }
        return name.value() + "#" + name.version();
    }
}
