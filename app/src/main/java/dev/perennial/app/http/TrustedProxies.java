package dev.perennial.app.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/** The proxies in front of us, which say where a request comes from. Whatever anyone else says of that is ignored. */
record TrustedProxies(List<Network> networks) {

    /** All addresses that begin with the same bits as this one. */
    record Network(InetAddress address, int bits) {

        /** An address, or a network as {@code address/bits}; an {@link IllegalArgumentException} for anything else. */
        static Network parse(String text) {
            int slash = text.indexOf('/');
            var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException(text);
            }
            return new Network(address, bits);
        }

        boolean contains(InetAddress other) {
            var ours = address.getAddress();
            var theirs = other.getAddress();
            return ours.length == theirs.length && prefix(ours).equals(prefix(theirs));
        }

        private BigInteger prefix(byte[] bytes) {
            return new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - bits);
        }
    }

    TrustedProxies {
        networks = List.copyOf(networks);
    }

    static TrustedProxies of(List<String> texts) {
        return new TrustedProxies(texts.stream().map(Network::parse).toList());
    }

    /**
     * Who sent the request to the outermost of our proxies: the rightmost address that is not one of them, since each
     * proxy appends whom it heard, and what is left of that anybody may have written.
     *
     * @param forwardedFor all of {@code X-Forwarded-For}, joined by commas; empty if there is none
     */
    InetAddress client(InetAddress peer, String forwardedFor) {
        var client = peer;
        int end = forwardedFor.length();
        while (end > 0 && trusts(client)) {
            int comma = forwardedFor.lastIndexOf(',', end - 1);
            try {
                client = InetAddress.ofLiteral(
                        forwardedFor.substring(comma + 1, end).strip());
            } catch (IllegalArgumentException _) {
                return client; // A proxy that says "unknown" is the last that we know of.
            }
            end = comma;
        }
        return client;
    }

    /** Whether it is one of our proxies. */
    boolean trusts(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
