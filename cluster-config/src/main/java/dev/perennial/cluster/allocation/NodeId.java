package dev.perennial.cluster.allocation;

import java.util.Comparator;
import org.apache.pekko.actor.Address;

/** A node by the address that the others reach it at. A node that comes back at its address is the same one. */
public record NodeId(String host, int port) implements Comparable<NodeId> {

    private static final Comparator<NodeId> ORDER =
            Comparator.comparing(NodeId::host).thenComparingInt(NodeId::port);

    /** Of a remote address; one without a host names no node. */
    public static NodeId of(Address address) {
        return new NodeId(address.getHost().orElseThrow(), address.getPort().orElseThrow());
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not host:port
     */
    public static NodeId parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a node is host:port, not " + text);
        }
        return new NodeId(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(NodeId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
