package dev.perennial.persistence.operation;

import java.time.Instant;

/** Something that was ordered, withdrawn or fulfilled: when, by whom and why. */
public record AuditEntry(long id, Instant at, String actor, Action action, Directive directive, String reason) {

    /** What became of an order. */
    public enum Action {
        GIVE,
        WITHDRAW,
        FULFIL
    }
}
