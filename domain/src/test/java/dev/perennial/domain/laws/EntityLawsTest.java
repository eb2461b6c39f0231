package dev.perennial.domain.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.Superseded;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Identity obeys every law, and each law catches an entity that breaks it. */
class EntityLawsTest {

    sealed interface State {}

    record Absent() implements State {}

    record Present() implements State {}

    sealed interface Command {}

    record Make() implements Command {}

    sealed interface Event {}

    @EventName("toy.made")
    record Made() implements Event {}

    /** A decider made of two functions, so that each test breaks one thing. */
    record Toy<S, C, E>(S initial, BiFunction<S, C, Decision<E, Done>> decide, BiFunction<S, E, S> evolve)
            implements Decider<S, C, E, Done> {
        @Override
        public Decision<E, Done> decide(S state, C command, Context context) {
            return decide.apply(state, command);
        }

        @Override
        public S evolve(S state, E event) {
            return evolve.apply(state, event);
        }
    }

    private static Toy<State, Command, Event> lawful() {
        return new Toy<>(new Absent(), (_, _) -> Decision.accept(new Made()), (_, _) -> new Present());
    }

    private static EntityType<State, Command, Event, Done> toy(Decider<State, Command, Event, Done> decider) {
        return EntityType.of("toy.thing", decider, State.class, Command.class, Event.class);
    }

    private static <E> EntityType<State, Command, E, Done> toyOf(Class<E> event) {
        var decider = new Toy<State, Command, E>(new Absent(), (_, _) -> Decision.accept(), (_, _) -> new Present());
        return EntityType.of("toy.thing", decider, State.class, Command.class, event);
    }

    private static void assertBroken(String law, EntityType<?, ?, ?, ?>... types) {
        assertThat(EntityLaws.violations(List.of(types)))
                .anySatisfy(violation -> assertThat(violation).contains(law));
    }

    @Test
    void identityIsLawful() {
        assertThat(EntityLaws.violations(IdentityEntities.ALL)).isEmpty();
    }

    @Test
    void billingIsLawful() {
        assertThat(EntityLaws.violations(BillingEntities.ALL)).isEmpty();
    }

    @Test
    void aLawfulToyIsLawful() {
        assertThat(EntityLaws.violations(List.of(toy(lawful())))).isEmpty();
    }

    @Test
    void twoEntitiesOfOneName() {
        assertBroken("two entities are named toy.thing", toy(lawful()), toy(lawful()));
    }

    sealed interface Nameless {
        record Happened() implements Nameless {}
    }

    @Test
    void anEventWithoutAName() {
        assertBroken("Happened has no @EventName", toyOf(Nameless.class));
    }

    sealed interface Foreign {
        @EventName("other.happened")
        record Happened() implements Foreign {}
    }

    @Test
    void anEventNamedAfterAnotherModule() {
        assertBroken("is not named toy.something-happened", toyOf(Foreign.class));
    }

    sealed interface Twins {
        @EventName("toy.happened")
        record One() implements Twins {}

        @EventName("toy.happened")
        record Two() implements Twins {}
    }

    @Test
    void twoEventsOfOneNameAndVersion() {
        assertBroken("two events are toy.happened version 1", toyOf(Twins.class));
    }

    sealed interface Unborn {
        @EventName(value = "toy.happened", version = 0)
        record Happened() implements Unborn {}
    }

    @Test
    void aVersionBelowOne() {
        assertBroken("has a version below 1", toyOf(Unborn.class));
    }

    sealed interface Second {
        @EventName(value = "toy.happened", version = 2)
        record Happened() implements Second {}
    }

    @Test
    void anOldVersionThatIsNotListed() {
        assertBroken("toy.happened lacks a version before 2", toyOf(Second.class));
    }

    @EventName("toy.happened")
    record First() implements Superseded<Object> {
        @Override
        public Object upcast() {
            return "nothing of ours";
        }
    }

    @Test
    void anOldVersionThatLeadsNowhere() {
        assertBroken(
                "First is not upcast to a current event", toyOf(Second.class).superseding(List.of(First.class)));
    }

    interface OpenEnded {}

    @Test
    void eventsThatAreNotSealed() {
        assertBroken("OpenEnded is not sealed", toyOf(OpenEnded.class));
    }

    sealed interface Classy {
        @EventName("toy.happened")
        final class Happened implements Classy {}
    }

    @Test
    void anEventThatIsNoRecord() {
        assertBroken("Happened is neither a record nor an enum", toyOf(Classy.class));
    }

    sealed interface Homonyms {
        @EventName("toy.made")
        record Made() implements Homonyms {}

        interface Elsewhere {
            @EventName("toy.made-elsewhere")
            record Made() implements Homonyms {}
        }
    }

    @Test
    void twoEventsOfOneSimpleName() {
        assertBroken("are called Made", toyOf(Homonyms.class));
    }

    sealed interface Leaky {
        @EventName("toy.happened")
        record Happened(List<String> names) implements Leaky {}
    }

    @Test
    void anEventThatOthersCanChange() {
        assertBroken("Happened does not copy names", toyOf(Leaky.class));
    }

    @Test
    void evolveThatRefuses() {
        assertBroken(
                "evolving Absent[] by Made[] throws", toy(new Toy<>(new Absent(), lawful().decide(), (state, _) -> {
                    if (state instanceof Absent) {
                        throw new IllegalStateException("not yet");
                    }
                    return state;
                })));
    }

    @Test
    void aStateThatNoEventsLeadTo() {
        assertBroken(
                "no events lead to " + Present.class.getName(),
                toy(new Toy<>(new Absent(), lawful().decide(), (state, _) -> state)));
    }

    @Test
    void decideThatThrows() {
        assertBroken(
                "deciding Make[] in Absent[] throws",
                toy(new Toy<>(
                        new Absent(),
                        (_, _) -> {
                            throw new IllegalStateException("a bug");
                        },
                        lawful().evolve())));
    }

    @Test
    void decideThatDependsOnMoreThanItsArguments() {
        var calls = new AtomicInteger();
        assertBroken(
                "twice gives two outcomes",
                toy(new Toy<>(
                        new Absent(),
                        (_, _) -> calls.getAndIncrement() % 2 == 0 ? Decision.accept() : Decision.accept(new Made()),
                        lawful().evolve())));
    }

    @Test
    void aReplyOfAnotherType() {
        var type =
                new EntityType<>("toy.thing", lawful(), State.class, Command.class, Event.class, Done.class, List.of());
        @SuppressWarnings({"unchecked", "rawtypes"}) // What the compiler would refuse, a raw type gets past it.
        EntityType<?, ?, ?, ?> broken = new EntityType(
                type.name(), type.decider(), State.class, Command.class, Event.class, String.class, List.of());
        assertBroken("Make[] answers DONE", broken);
    }

    @Test
    void aRejectionWithoutAStableCode() {
        assertBroken(
                "not a rejection code: Oops!",
                toy(new Toy<>(
                        new Absent(), (_, _) -> Decision.reject(Rejection.conflict("Oops!", "")), lawful().evolve())));
    }
}
