/**
 * The journal: stored for entities behind Pekko's plugins, and read by everybody else in the order in which its
 * transactions can be relied on.
 *
 * <p>What is in an event is the entity shell's; what is made of the events does not belong here.
 */
@NullMarked
package dev.perennial.persistence.journal;

import org.jspecify.annotations.NullMarked;
