package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.telemetry.EntityMeter;
import dev.perennial.persistence.telemetry.Span;
import dev.perennial.persistence.telemetry.Telemetry;
import java.time.InstantSource;

/**
 * What all entities of one type share.
 *
 * @param onCommit told after each commit, on the entity's thread: it must only signal
 */
record Shell<S, C, E, R>(
        EntityType<S, C, E, R> type,
        ShellSettings settings,
        InstantSource clock,
        Fence fence,
        Runnable onCommit,
        Telemetry telemetry,
        EntityMeter meter) {

    Held<S> initial() {
        return new Held<>(type.decider().initial(), 0, new RecentCommands(settings.rememberedCommands()));
    }

    Held<S> evolve(Held<S> held, Recorded<E> recorded) {
        var revision = held.revision() + 1;
        held.recent().remember(recorded.key(), revision, recorded.reply());
        return new Held<>(type.decider().evolve(held.state(), recorded.event()), revision, held.recent());
    }

    /** A command's way to its entity, or its time there. */
    Span span(Span.Kind kind, Object command, String parent) {
        return telemetry.span(
                kind, parent, () -> type.name() + " " + command.getClass().getSimpleName());
    }
}
