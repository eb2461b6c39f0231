package dev.perennial.app.http;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A request as it comes from a connection, before anything of it is decoded.
 *
 * @param method of which the answer is asked for: {@code GET} for a {@code HEAD}
 * @param path raw, of the characters that a path may have
 * @param query raw, without the question mark
 * @param peer who sent it to us, a proxy or a client
 */
record IncomingRequest(
        String method, String path, Optional<String> query, Headers headers, InetAddress peer, Body body) {}
