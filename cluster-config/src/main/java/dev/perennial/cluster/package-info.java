/**
 * How a node finds its cluster, keeps to it and leaves it: joining, sharding, health, and the settings of these.
 *
 * <p>Nothing of our other modules belongs here, and nothing that knows what the entities are.
 */
@NullMarked
package dev.perennial.cluster;

import org.jspecify.annotations.NullMarked;
