package dev.perennial.domain.billing;

/** How much of a meter a period allows. */
public sealed interface Limit {

    /** As much as one likes. */
    record None() implements Limit {}

    /** More is allowed, and shown as over the limit. */
    record Soft(long units) implements Limit {}

    /** Not one unit more is ever allowed. */
    record Hard(long units) implements Limit {}
}
