/**
 * Whether what is in {@code k8s} is right: strictly typed, consistent in itself, and what the program expects.
 *
 * <p>Nothing that needs a Kubernetes belongs here.
 */
@NullMarked
package dev.perennial.app.manifests;

import org.jspecify.annotations.NullMarked;
