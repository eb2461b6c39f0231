/**
 * What operators want of the cluster, kept so that it outlives every node.
 *
 * <p>What the orders mean, and whether they are sensible, does not belong here.
 */
@NullMarked
package dev.perennial.persistence.operation;

import org.jspecify.annotations.NullMarked;
