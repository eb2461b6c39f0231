package dev.perennial.domain.kernel;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Everything the rest of the program needs to know of an entity; one line in its module's list.
 *
 * @param name module and entity ({@code identity.user}); first part of the persistence id, so it never changes
 * @param decider the state machine
 * @param state the sealed interface of its states
 * @param command the sealed interface of its commands
 * @param event the sealed interface of its current events
 * @param reply the type its commands answer
 * @param superseded old event versions that a journal may still hold
 */
public record EntityType<S, C, E, R>(
        String name,
        Decider<S, C, E, R> decider,
        Class<S> state,
        Class<C> command,
        Class<E> event,
        Class<R> reply,
        List<Class<? extends Superseded<?>>> superseded) {

    private static final Pattern NAME = Pattern.compile("[a-z]+\\.[a-z]+(-[a-z]+)*");

    public EntityType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("entity type name must be module.entity: " + name);
        }
        superseded = List.copyOf(superseded);
    }

    /** An entity whose commands answer nothing beyond its new revision. */
    public static <S, C, E> EntityType<S, C, E, Done> of(
            String name, Decider<S, C, E, Done> decider, Class<S> state, Class<C> command, Class<E> event) {
        return new EntityType<>(name, decider, state, command, event, Done.class, List.of());
    }

    /** The same type with the old versions of its events. */
    public EntityType<S, C, E, R> superseding(List<Class<? extends Superseded<?>>> oldVersions) {
        return new EntityType<>(name, decider, state, command, event, reply, oldVersions);
    }

    /** The module that owns the entity: the part of the name before the dot. */
    public String module() {
        return name.substring(0, name.indexOf('.'));
    }
}
