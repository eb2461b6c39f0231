package dev.perennial.app.cluster;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A request that a client may repeat, to any node.
 *
 * @param id 32 hexadecimal digits; makes its idempotency key, and its trace, by which it is found in the journal
 * @param seen consistency token of what a list has to show; empty when it may show anything
 */
record Command(String id, String method, String path, String body, String seen) {

    /** Longer than the server takes to answer anything. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Command of(String method, String path, String body) {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return new Command(
                hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1), method, path, body, "");
    }

    static Command get(String path) {
        return of("GET", path, "");
    }

    /** The same for a list that has to show what this token came with. */
    Command seeing(String token) {
        return new Command(id, method, path, body, token);
    }

    /** As it is stored with the events that it leads to. */
    String trace() {
        return "00-" + id + "-" + id.substring(16) + "-00";
    }

    HttpRequest to(URI node, String credential) {
        var request = HttpRequest.newBuilder(URI.create(node + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + credential)
                .header("traceparent", trace());
        if (!seen.isEmpty()) {
            request.header("Consistency-Token", seen);
        }
        if (!method.equals("GET")) {
            request.header("Idempotency-Key", id);
        }
        return body.isEmpty()
                ? request.method(method, BodyPublishers.noBody()).build()
                : request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
    }
}
