package dev.perennial.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a node finds the cluster that it belongs to. */
public sealed interface Joining {

    /** All nodes run on this machine and share the folder; any number of them, started in any order. */
    record SameMachine(Path folder) implements Joining {}

    /** Nodes on several machines that know each other's management addresses. */
    record ContactPoints(List<ContactPoint> points) implements Joining {

        public ContactPoints {
            points = List.copyOf(points);
        }
    }

    /**
     * Nodes are pods that the Kubernetes API lists.
     *
     * @param selector of their labels
     * @param namespace of theirs; absent for this pod's
     * @param portName of the container port for management
     * @param nodes so many have to be there before a cluster is formed
     * @param settle for so long the same pods have to be there before
     * @param account the folder with this pod's service account
     * @param pod this one's name; absent if nothing is to be written to it
     */
    record Kubernetes(
            String selector,
            Optional<String> namespace,
            String portName,
            int nodes,
            Duration settle,
            Path account,
            Optional<String> pod)
            implements Joining {}

    /** Where a node answers for management. */
    record ContactPoint(String host, int port) {}
}
