package dev.perennial.domain.kernel;

/** The answer of a command that has nothing to say beyond the entity's new revision. */
public enum Done {
    DONE
}
