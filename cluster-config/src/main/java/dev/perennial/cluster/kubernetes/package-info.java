/**
 * What a node asks of the Kubernetes API when it runs there: which pods are its peers, and that the oldest go last.
 *
 * <p>What can be written in a manifest does not belong here.
 */
@NullMarked
package dev.perennial.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
