package dev.perennial.app.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * Reads bodies whole, within their size and time. What is refused is read to its end all the same, as far as that is near:
 * closing a connection on which more arrives makes the client lose the answer that says why.
 */
final class Bodies {

    /** How far beyond the limit the end is waited for. A client that goes on is cut off. */
    private static final int LINGER = 1 << 20;

    private static final byte[] NONE = {};

    private final Duration timeout;
    private final Materializer materializer;

    Bodies(Duration timeout, Materializer materializer) {
        this.timeout = timeout;
        this.materializer = materializer;
    }

    /** The body, or nothing where the operation takes none; fails with 408, 413 or 415 as a {@link ProblemException}. */
    CompletionStage<byte[]> read(HttpRequest request, Optional<BodyRule> rule) {
        HttpEntity entity = request.entity();
        if (rule.isEmpty()) {
            return discard(request).thenApply(_ -> NONE);
        }
        if (!entity.isKnownEmpty() && !rule.get().takes(mediaType(request))) {
            return discard(request).thenApply(_ -> {
                throw Problems.UNSUPPORTED_MEDIA_TYPE.exception(
                        "send " + rule.get().mediaTypes());
            });
        }
        int limit = rule.get().limit();
        if (isEncoded(request)) {
            discard(request);
            throw Problems.UNSUPPORTED_MEDIA_TYPE.exception("send the body without Content-Encoding");
        }
        if (entity instanceof HttpEntity.Strict strict) {
            return CompletableFuture.completedStage(
                    new Received(limit).plus(strict.getData()).whole());
        }
        return entity.withSizeLimit(limit + LINGER)
                .getDataBytes()
                .completionTimeout(timeout)
                .runFold(new Received(limit), Received::plus, materializer)
                .handle((received, failure) -> {
                    if (failure != null) {
                        throw refused(failure, limit);
                    }
                    return received.whole();
                });
    }

    /** Completes when the connection can go on to its next request, or the end is too far away. Never fails. */
    CompletionStage<Void> discard(HttpRequest request) {
        if (request.entity().isStrict()) {
            return CompletableFuture.completedStage(null);
        }
        return request.entity()
                .withSizeLimit(LINGER)
                .getDataBytes()
                .completionTimeout(timeout)
                .runWith(Sink.ignore(), materializer)
                .handle((_, _) -> null);
    }

    /** What has arrived of a body; beyond the limit only how much. */
    private record Received(int limit, ByteString bytes, long length) {

        Received(int limit) {
            this(limit, ByteString.emptyByteString(), 0);
        }

        Received plus(ByteString more) {
            var sum = length + more.size();
            return new Received(limit, sum > limit ? ByteString.emptyByteString() : bytes.concat(more), sum);
        }

        byte[] whole() {
            if (length > limit) {
                throw tooLarge(limit);
            }
            return bytes.toArrayUnsafe();
        }
    }

    private static boolean isEncoded(HttpRequest request) {
        return request.getHeader("Content-Encoding")
                .filter(encoding -> !encoding.value().equalsIgnoreCase("identity"))
                .isPresent();
    }

    /** Of the body that the request has; of no body, that of JSON. */
    static String mediaType(HttpRequest request) {
        HttpEntity entity = request.entity();
        return entity.isKnownEmpty()
                ? Reply.JSON
                : entity.getContentType().mediaType().toString().toLowerCase(Locale.ROOT);
    }

    private static ProblemException refused(Throwable failure, int limit) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case EntityStreamSizeException _ -> tooLarge(limit);
            case TimeoutException _ -> Problems.REQUEST_TIMEOUT.exception("the body did not arrive in time");
            default -> Problems.MALFORMED_REQUEST.exception("the body broke off");
        };
    }

    private static ProblemException tooLarge(int limit) {
        return Problems.BODY_TOO_LARGE
                .problem("the body may have up to " + limit + " bytes")
                .with("limit", Integer.toString(limit))
                .exception();
    }
}
