/**
 * What happened to one entity, and what it was at any revision or time.
 *
 * <p>Answers come straight from the journal; nothing across entities belongs here.
 */
@NullMarked
package dev.perennial.persistence.history;

import org.jspecify.annotations.NullMarked;
