package dev.perennial.bench.load;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofString;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends a request now and then, whose answer is wanted whole. For load there is {@link HttpLoad}. */
public final class SingleRequests implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int port;
    private final Request request;

    public SingleRequests(int port, Request request) {
        this.port = port;
        this.request = request;
    }

    public CompletableFuture<HttpResponse<String>> send(int entity) {
        var filled = request.withNumbers(entity, RequestBytes.nextUnique());
        var http = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + filled.path()))
                .timeout(Duration.ofSeconds(15))
                .method(filled.method(), filled.body().isEmpty() ? noBody() : ofString(filled.body()));
        filled.headers().forEach(http::header);
        return client.sendAsync(http.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
