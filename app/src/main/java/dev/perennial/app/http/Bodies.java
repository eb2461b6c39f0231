package dev.perennial.app.http;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What may come as a body. What is refused is read to its end all the same, as far as that is near: closing a connection
 * on which more arrives makes the client lose the answer that says why.
 */
final class Bodies {

    private static final byte[] NONE = {};
    private static final String UNKNOWN = "application/octet-stream";

    private Bodies() {}

    /** The body, or nothing where the operation takes none; fails with 408, 413 or 415 as a {@link ProblemException}. */
    static CompletionStage<byte[]> read(IncomingRequest request, Optional<BodyRule> rule) {
        Body body = request.body();
        if (rule.isEmpty()) {
            return body.discard().thenApply(_ -> NONE);
        }
        if (!body.isEmpty() && !rule.get().takes(mediaType(request))) {
            throw Problems.UNSUPPORTED_MEDIA_TYPE.exception("send " + rule.get().mediaTypes());
        }
        if (isEncoded(request)) {
            throw Problems.UNSUPPORTED_MEDIA_TYPE.exception("send the body without Content-Encoding");
        }
        return body.read(rule.get().limit());
    }

    private static boolean isEncoded(IncomingRequest request) {
        String encoding = request.headers().list(Headers.Name.CONTENT_ENCODING);
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    /** Of the body that the request has; of no body, that of JSON. */
    static String mediaType(IncomingRequest request) {
        String type = request.headers().list(Headers.Name.CONTENT_TYPE);
        if (request.body().isEmpty() || Reply.JSON.equals(type)) {
            return Reply.JSON;
        }
        return type == null ? UNKNOWN : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
