/**
 * Reading the journal in the order in which its transactions can be relied on.
 *
 * <p>Writing it is the entity shell's; what is made of the events does not belong here.
 */
@NullMarked
package dev.perennial.persistence.journal;

import org.jspecify.annotations.NullMarked;
