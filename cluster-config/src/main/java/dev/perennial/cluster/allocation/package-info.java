/**
 * Decides which node every shard lives on: the planner, what it is told by operators and by measured load, and the
 * strategy that lets sharding obey it.
 *
 * <p>Nothing that knows what is in a shard belongs here, nor where directives are stored or how operators give them.
 */
@NullMarked
package dev.perennial.cluster.allocation;

import org.jspecify.annotations.NullMarked;
