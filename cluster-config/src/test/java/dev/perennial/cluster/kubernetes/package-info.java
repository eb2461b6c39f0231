/**
 * Nodes against a Kubernetes API.
 *
 * <p>Tests of manifests do not belong here: they are beside the program that the manifests run.
 */
@NullMarked
package dev.perennial.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
