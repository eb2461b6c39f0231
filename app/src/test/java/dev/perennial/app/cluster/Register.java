package dev.perennial.app.cluster;

import java.util.Optional;
import java.util.OptionalLong;

/** A value that is overwritten, and how often it was: what a tenant's name is to its clients. */
record Register(long revision, String value) {

    /** What clients do to it. */
    sealed interface Access {

        /** @param revision as it was answered; empty when nobody knows whether it took effect */
        record Write(String value, OptionalLong revision) implements Access {}

        record Read(Register seen) implements Access {}
    }

    /** The model for {@link Linearizability}. */
    static Optional<Register> after(Register now, Access access) {
        return switch (access) {
            case Access.Write(var value, var revision) -> {
                var next = new Register(now.revision + 1, value);
                yield revision.isEmpty() || revision.getAsLong() == next.revision
                        ? Optional.of(next)
                        : Optional.empty();
            }
            case Access.Read(var seen) -> seen.equals(now) ? Optional.of(now) : Optional.empty();
        };
    }
}
