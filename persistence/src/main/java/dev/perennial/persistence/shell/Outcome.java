package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Rejection;

/** What became of a command. */
public sealed interface Outcome<R> {

    /** Its name, of which there are few. */
    default String label() {
        return switch (this) {
            case Committed<R> committed -> committed.replayed() ? "replayed" : "committed";
            case Refused<R> _ -> "refused";
            case RevisionMismatch<R> _ -> "revision-mismatch";
            case KeyReused<R> _ -> "key-reused";
            case Overloaded<R> _ -> "overloaded";
            case Unknown<R> _ -> "unknown";
        };
    }

    /**
     * The command took effect and is durable.
     *
     * @param revision the entity's revision right after this command, also when it is answered again later
     * @param replayed the command had taken effect before, under the same id
     */
    record Committed<R>(long revision, R reply, boolean replayed) implements Outcome<R> {}

    /** The decider refused. */
    record Refused<R>(Rejection rejection) implements Outcome<R> {}

    /** The caller expected another revision; nothing happened. */
    record RevisionMismatch<R>(long actual) implements Outcome<R> {}

    /** The command's id was used before for a different request; nothing happened. */
    record KeyReused<R>() implements Outcome<R> {}

    /** The entity has more commands waiting than it may hold, or may live elsewhere by now; nothing happened. */
    record Overloaded<R>() implements Outcome<R> {}

    /** The answer was lost: the command may or may not have taken effect. A retry with the same id is safe. */
    record Unknown<R>() implements Outcome<R> {}
}
