package dev.perennial.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Given events, when a command, then events or a rejection: the language of every decider's test.
 *
 * <pre>{@code
 * Given.entity(new TenantDecider()).events(created).when(new RenameTenant("Acme")).then(new TenantRenamed("Acme"));
 * }</pre>
 */
public record Given<S, C, E, R>(Decider<S, C, E, R> decider, List<E> history, Context context) {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    public static <S, C, E, R> Given<S, C, E, R> entity(Decider<S, C, E, R> decider) {
        var context = new Context(new TenantId("acme"), new EntityId("e1"), NOW, Caller.operator("op"));
        return new Given<>(decider, List.of(), context);
    }

    @SafeVarargs
    public final Given<S, C, E, R> events(E... events) {
        var all = new ArrayList<>(history);
        all.addAll(List.of(events));
        return new Given<>(decider, List.copyOf(all), context);
    }

    public Given<S, C, E, R> at(Instant now) {
        return new Given<>(decider, history, new Context(context.tenant(), context.id(), now, context.caller()));
    }

    public Given<S, C, E, R> by(Caller caller) {
        return new Given<>(decider, history, new Context(context.tenant(), context.id(), context.now(), caller));
    }

    public S state() {
        var state = decider.initial();
        for (var event : history) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    public Then<S, E, R> when(C command) {
        return new Then<>(decider, state(), decider.decide(state(), command, context));
    }

    /** What came of the command. */
    public record Then<S, E, R>(Decider<S, ?, E, R> decider, S before, Decision<E, R> decision) {

        @SafeVarargs
        public final Then<S, E, R> then(E... expected) {
            assertThat(accepted().events()).containsExactly(expected);
            return this;
        }

        public Then<S, E, R> thenNothing() {
            assertThat(accepted().events()).isEmpty();
            return this;
        }

        public Then<S, E, R> replying(R expected) {
            assertThat(accepted().reply()).isEqualTo(expected);
            return this;
        }

        public Then<S, E, R> leaving(S expected) {
            var state = before;
            for (var event : accepted().events()) {
                state = decider.evolve(state, event);
            }
            assertThat(state).isEqualTo(expected);
            return this;
        }

        public Rejection thenRejected(Rejection.Kind kind, String code) {
            assertThat(decision).isInstanceOf(Decision.Rejected.class);
            var rejection = ((Decision.Rejected<E, R>) decision).rejection();
            assertThat(rejection.kind()).isEqualTo(kind);
            assertThat(rejection.code()).isEqualTo(code);
            return rejection;
        }

        private Decision.Accepted<E, R> accepted() {
            assertThat(decision).isInstanceOf(Decision.Accepted.class);
            return (Decision.Accepted<E, R>) decision;
        }
    }
}
