package dev.perennial.persistence.shell;

/**
 * What a shell holds in memory and in snapshots: the entity's state, its revision, and the commands it remembers.
 *
 * <p>{@code recent} is the one mutable thing: it is confined to its actor, and copying a few thousand entries for each
 * event would cost more than everything else the shell does. It may run ahead of the journal only while a write is in
 * flight, when nothing is decided; a failed write ends the actor and with it this object.
 */
record Held<S>(S state, long revision, RecentCommands recent) {}
