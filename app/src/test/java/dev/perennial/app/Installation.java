package dev.perennial.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A running node from outside: its address, who runs it, and its database. Makes tenants that no other test touches. */
record Installation(URI address, String operator, String databaseUrl, Path data, Optional<Installation> managed) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger TENANTS = new AtomicInteger();

    /** Its management API: that is where its address is, and its operator has a management key. */
    Installation management() {
        return managed.orElseThrow();
    }

    Answer send(Request request) {
        return send(CLIENT, request);
    }

    /** Sends from another address of this machine. */
    Answer sendFrom(InetAddress source, Request request) {
        try (var client = HttpClient.newBuilder().localAddress(source).build()) {
            return send(client, request);
        }
    }

    private Answer send(HttpClient client, Request request) {
        var http = java.net.http.HttpRequest.newBuilder(URI.create(address + request.target()))
                .timeout(PATIENCE)
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::header);
        try {
            var response = client.send(http.build(), BodyHandlers.ofString());
            return new Answer(request, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** A new active tenant. */
    TestTenant tenant() {
        var id = "t" + TENANTS.incrementAndGet();
        send(Request.of("POST", "/v1/tenants").as(operator).json("""
                {"id":"%s","name":"Tenant"}""".formatted(id)))
                .expect(201);
        return new TestTenant(this, id);
    }
}
