package dev.perennial.persistence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.Decision.Rejected;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Tally;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The laws catch entities that forget, and entities that mix up tenants. */
class ShellLawsTest {

    private final ShellLaws laws = new ShellLaws(List.of(Tally.TYPE), List.of());

    @Test
    void aJourneyToEachCommand() {
        assertThat(laws.everyCommandIsAcceptedSomewhere()).isEmpty();
        assertThat(laws.journeys())
                .extracting(journey -> journey.commands().getLast().getClass().getSimpleName())
                .containsExactlyInAnyOrder("Add", "SetTo");
    }

    @Test
    void lawfulEntities() {
        var entities = new InMemory(true, true);
        assertThat(laws.aRepetitionTakesEffectOnce(entities, () -> entities)).isEmpty();
        assertThat(laws.tenantsNeverMeet(new InMemory(true, true))).isEmpty();
    }

    @Test
    void entitiesThatForgetCommands() {
        var entities = new InMemory(false, true);
        assertThat(laws.aRepetitionTakesEffectOnce(entities, () -> entities))
                .anySatisfy(breach -> assertThat(breach).contains("and, repeated,"))
                .anySatisfy(breach -> assertThat(breach).contains("took one key for two contents"))
                .anySatisfy(breach -> assertThat(breach).contains("is changed by a repetition"));
    }

    @Test
    void entitiesThatForgetCommandsInARestart() {
        var entities = new InMemory(true, true);
        assertThat(laws.aRepetitionTakesEffectOnce(entities, () -> {
                    entities.remembered.clear();
                    return entities;
                }))
                .anySatisfy(breach -> assertThat(breach).contains("and, repeated,"));
    }

    @Test
    void entitiesThatMixUpTenants() {
        assertThat(laws.tenantsNeverMeet(new InMemory(true, false)))
                .anySatisfy(breach -> assertThat(breach).contains("shows in a tenant what another one wrote"))
                .anySatisfy(breach -> assertThat(breach).contains("answers differently in a second tenant"));
        assertThat(laws.tenantsNeverMeet(new InMemory(false, false)))
                .anySatisfy(breach -> assertThat(breach).contains("is changed by another tenant's command"));
    }

    /** Entities that can be told to forget what they were asked, or to disregard whose they are. */
    private record InMemory(
            boolean remembers, boolean separates, Map<String, Versioned<?>> states, Map<String, Remembered> remembered)
            implements Entities {

        private record Remembered(long fingerprint, long revision, Object reply) {}

        InMemory(boolean remembers, boolean separates) {
            this(remembers, separates, new HashMap<>(), new HashMap<>());
        }

        @Override
        public <S, C, E, R> CompletionStage<Outcome<R>> send(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
            var key = keyOf(type, tenant, id) + meta.key().low();
            var earlier = remembers ? remembered.get(key) : null;
            if (earlier != null) {
                return CompletableFuture.completedFuture(
                        earlier.fingerprint == meta.key().fingerprint()
                                ? new Outcome.Committed<>(
                                        earlier.revision, type.reply().cast(earlier.reply), true)
                                : new Outcome.KeyReused<>());
            }
            var before = held(type, tenant, id);
            var context = new Context(tenant, id, Instant.EPOCH, meta.caller());
            return CompletableFuture.completedFuture(
                    switch (type.decider().decide(before.state(), command, context)) {
                        case Rejected<E, R>(var rejection) -> new Outcome.Refused<>(rejection);
                        case Accepted<E, R>(var events, var reply) -> {
                            var state = before.state();
                            for (var event : events) {
                                state = type.decider().evolve(state, event);
                            }
                            var revision = before.revision() + events.size();
                            states.put(keyOf(type, tenant, id), new Versioned<>(state, revision));
                            remembered.put(key, new Remembered(meta.key().fingerprint(), revision, reply));
                            yield new Outcome.Committed<>(revision, reply, false);
                        }
                    });
        }

        @Override
        public <S, C, E, R> CompletionStage<Versioned<S>> read(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
            return CompletableFuture.completedFuture(held(type, tenant, id));
        }

        private <S> Versioned<S> held(EntityType<S, ?, ?, ?> type, TenantId tenant, EntityId id) {
            var held = states.get(keyOf(type, tenant, id));
            return held == null
                    ? new Versioned<>(type.decider().initial(), 0)
                    : new Versioned<>(type.state().cast(held.state()), held.revision());
        }

        private String keyOf(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {
            return type.name() + "|" + (separates ? tenant.value() : "any") + "|" + id.value() + "|";
        }
    }
}
