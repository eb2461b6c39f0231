package dev.perennial.persistence.shell;

/** What an {@link EntityShell} answers. Names its entity type, by which its content is decoded on another node. */
sealed interface Answer {

    String type();

    /** To a command. */
    record OfCommand(String type, Outcome<?> outcome) implements Answer {}

    /** To a read. */
    record OfRead(String type, Versioned<?> state) implements Answer {}

    /** To a read that could not be served now. */
    record Unavailable(String type) implements Answer {}
}
