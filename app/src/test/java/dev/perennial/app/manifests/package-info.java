/**
 * Whether what runs the program in containers is right, {@code k8s} and {@code docker-compose.yml}: strictly typed,
 * consistent in itself, and what the program expects.
 *
 * <p>Nothing that needs a Kubernetes or a Docker belongs here.
 */
@NullMarked
package dev.perennial.app.manifests;

import org.jspecify.annotations.NullMarked;
