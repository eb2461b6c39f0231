package dev.perennial.persistence.laws;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.domain.laws.Samples;
import dev.perennial.persistence.shell.CommandKey;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Outcome.Committed;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The laws that hold between a caller and any running entity. Each method answers one sentence for each breach. */
final class ShellLaws {

    static final TenantId NORTH = new TenantId("north");
    static final TenantId SOUTH = new TenantId("south");

    private static final long FINGERPRINT = 7;

    private final List<EntityType<?, ?, ?, ?>> types;
    private final List<Journey<?, ?, ?, ?>> journeys = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Instant begin = Instant.now();
    private volatile Instant now = begin;

    /** @param further commands to try besides samples */
    ShellLaws(List<EntityType<?, ?, ?, ?>> types, List<?> further) {
        this.types = types;
        types.forEach(type -> journeys.addAll(Journey.of(type, further, begin)));
    }

    /** The time by which the entities are to decide: the same whenever a journey is made. */
    InstantSource clock() {
        return () -> now;
    }

    List<Journey<?, ?, ?, ?>> journeys() {
        return journeys;
    }

    /** A law over commands that are always refused would prove nothing of them. */
    List<String> everyCommandIsAcceptedSomewhere() {
        return types.stream()
                .flatMap(type -> Samples.classes(type.command())
                        .filter(command -> journeys.stream()
                                .noneMatch(journey -> journey.type() == type
                                        && journey.commands().getLast().getClass() == command))
                        .map(command -> "no samples lead an entity " + type.name() + " to a state in which "
                                + command.getSimpleName() + " changes it"))
                .toList();
    }

    /** A repeated command takes effect once, at once and after a restart; its key is good for no other content. */
    List<String> aRepetitionTakesEffectOnce(Entities entities, Supplier<Entities> restarted) {
        violations.clear();
        var made = new ArrayList<Made<?, ?, ?, ?>>();
        for (var journey : journeys) {
            made.add(make(entities, NORTH, journey));
        }
        made.forEach(journey -> repeat(entities, journey));
        var afterwards = restarted.get();
        made.forEach(journey -> repeat(afterwards, journey));
        return List.copyOf(violations);
    }

    /** Entities of the same id in two tenants are two entities, also for what they remember. */
    List<String> tenantsNeverMeet(Entities entities) {
        violations.clear();
        journeys.forEach(journey -> tenantsNeverMeet(entities, journey));
        return List.copyOf(violations);
    }

    private <S, C, E, R> void tenantsNeverMeet(Entities entities, Journey<S, C, E, R> journey) {
        var untouched = new Versioned<>(journey.type().decider().initial(), 0);
        var inNorth = make(entities, NORTH, journey);
        var north = read(entities, NORTH, journey);
        require(read(entities, SOUTH, journey).equals(untouched), journey, "shows in a tenant what another one wrote");
        var inSouth = make(entities, SOUTH, journey);
        require(inSouth.equals(inNorth), journey, "answers differently in a second tenant");
        require(read(entities, NORTH, journey).equals(north), journey, "is changed by another tenant's command");
    }

    /** A journey and what its commands were answered. */
    private record Made<S, C, E, R>(Journey<S, C, E, R> journey, List<Outcome<R>> outcomes) {}

    private <S, C, E, R> Made<S, C, E, R> make(Entities entities, TenantId tenant, Journey<S, C, E, R> journey) {
        var outcomes = new ArrayList<Outcome<R>>();
        var revision = 0L;
        for (var step = 0; step < journey.commands().size(); step++) {
            var isLast = step == journey.commands().size() - 1;
            now = journey.waits() && isLast ? begin.plus(Journey.LONG) : begin;
            var outcome = send(entities, tenant, journey, step, FINGERPRINT);
            outcomes.add(outcome);
            var before = revision;
            revision = outcome instanceof Committed<R> committed ? committed.revision() : before;
            require(
                    revision > before && outcome instanceof Committed<R> committed && !committed.replayed(),
                    journey,
                    "did not change: " + outcome);
        }
        return new Made<>(journey, outcomes);
    }

    private <S, C, E, R> void repeat(Entities entities, Made<S, C, E, R> made) {
        var journey = made.journey();
        var before = read(entities, NORTH, journey);
        for (var step = 0; step < journey.commands().size(); step++) {
            var again = send(entities, NORTH, journey, step, FINGERPRINT);
            var first = made.outcomes().get(step);
            require(
                    first instanceof Committed<R> committed
                            && again.equals(new Committed<>(committed.revision(), committed.reply(), true)),
                    journey,
                    "answered " + first + " and, repeated, " + again);
            require(
                    send(entities, NORTH, journey, step, FINGERPRINT + 1) instanceof Outcome.KeyReused<R>,
                    journey,
                    "took one key for two contents");
        }
        require(read(entities, NORTH, journey).equals(before), journey, "is changed by a repetition");
    }

    private static <S, C, E, R> Outcome<R> send(
            Entities entities, TenantId tenant, Journey<S, C, E, R> journey, int step, long fingerprint) {
        var meta = CommandMeta.by(Journey.CALLER).keyed(new CommandKey(1, step, fingerprint));
        return entities.send(
                        journey.type(), tenant, journey.id(), journey.commands().get(step), meta)
                .toCompletableFuture()
                .join();
    }

    private static <S, C, E, R> Versioned<S> read(Entities entities, TenantId tenant, Journey<S, C, E, R> journey) {
        return entities.read(journey.type(), tenant, journey.id())
                .toCompletableFuture()
                .join();
    }

    private void require(boolean lawful, Journey<?, ?, ?, ?> journey, String breach) {
        if (!lawful) {
            violations.add(describe(journey) + " " + breach);
        }
    }

    private static String describe(Journey<?, ?, ?, ?> journey) {
        return journey.type().name() + " after " + journey.commands();
    }
}
