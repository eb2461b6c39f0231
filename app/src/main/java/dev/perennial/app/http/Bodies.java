package dev.perennial.app.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/** Reads bodies whole, within their size and time. */
final class Bodies {

    private static final byte[] NONE = {};

    private final Duration timeout;
    private final Materializer materializer;

    Bodies(Duration timeout, Materializer materializer) {
        this.timeout = timeout;
        this.materializer = materializer;
    }

    /** The body, or nothing where the operation takes none; fails with 408, 413 or 415 as a {@link ProblemException}. */
    CompletionStage<byte[]> read(HttpRequest request, Optional<BodyRule> rule) {
        if (rule.isEmpty()) {
            discard(request);
            return CompletableFuture.completedStage(NONE);
        }
        HttpEntity entity = request.entity();
        int limit = rule.get().limit();
        OptionalLong length = entity.getContentLengthOption();
        if (length.isPresent() && length.getAsLong() > limit) {
            discard(request);
            throw tooLarge(limit);
        }
        if (!entity.isKnownEmpty() && !isJson(entity.getContentType())) {
            discard(request);
            throw Problems.UNSUPPORTED_MEDIA_TYPE.exception("send application/json");
        }
        if (entity instanceof HttpEntity.Strict strict) {
            return CompletableFuture.completedStage(strict.getData().toArrayUnsafe());
        }
        return entity.withSizeLimit(limit)
                .toStrict(timeout.toMillis(), materializer)
                .handle((strict, failure) -> {
                    if (failure != null) {
                        throw refused(failure, limit);
                    }
                    return strict.getData().toArrayUnsafe();
                });
    }

    /** Lets the connection go on to its next request. */
    void discard(HttpRequest request) {
        if (!request.entity().isStrict()) {
            request.discardEntityBytes(materializer);
        }
    }

    private static boolean isJson(ContentType type) {
        return type.mediaType().equals(MediaTypes.APPLICATION_JSON);
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
