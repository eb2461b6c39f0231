package dev.perennial.domain.kernel;

import java.util.List;

/** The outcome of deciding a command: events to store and an answer, or a rejection. */
public sealed interface Decision<E, R> {

    /** The command takes effect. No events means that everything already is as the command wants it. */
    record Accepted<E, R>(List<E> events, R reply) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command has no effect. */
    record Rejected<E, R>(Rejection rejection) implements Decision<E, R> {}

    /** Accepts with the given events and no answer beyond the new revision. */
    @SafeVarargs
    static <E> Decision<E, Done> accept(E... events) {
        return new Accepted<>(List.of(events), Done.DONE);
    }

    /** Accepts with an answer of the entity's own. */
    static <E, R> Decision<E, R> reply(R reply, List<E> events) {
        return new Accepted<>(events, reply);
    }

    static <E, R> Decision<E, R> reject(Rejection rejection) {
        return new Rejected<>(rejection);
    }
}
