package dev.perennial.persistence.operation;

import java.time.Instant;

/**
 * Something that was ordered, withdrawn, fulfilled or done: when, by whom and why.
 *
 * @param detail of what was done at once; else empty
 */
public record AuditEntry(
        long id, Instant at, String actor, Action action, Directive directive, String detail, String reason) {

    /** What became of an order. */
    public enum Action {
        GIVE,
        WITHDRAW,
        FULFIL,
        /** Done at once: there was nothing to keep. */
        ACT
    }
}
