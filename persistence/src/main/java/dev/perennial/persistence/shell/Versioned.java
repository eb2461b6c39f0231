package dev.perennial.persistence.shell;

/** A state and the number of events that led to it. */
public record Versioned<S>(S state, long revision) {}
