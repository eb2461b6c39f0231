package dev.perennial.cluster;

import java.nio.file.Path;
import java.util.List;

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

    /** Where a node answers for management. */
    record ContactPoint(String host, int port) {}
}
