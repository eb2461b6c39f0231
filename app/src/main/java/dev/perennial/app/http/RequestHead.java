package dev.perennial.app.http;

import dev.perennial.app.http.Headers.Name;
import dev.perennial.persistence.shell.CommandMeta;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a request's headers.
 *
 * @param requestId ours; names the request in problems and in the log
 * @param trace the W3C traceparent, the caller's or a new one. That it should be recorded is believed of our proxies only:
 *     from anybody else it would be a way to make work
 * @param remote the client, as far as we or our proxies know
 * @param repeated a header that came more than once though only one can be meant
 */
public record RequestHead(
        String requestId,
        String trace,
        InetAddress remote,
        @Nullable String authorization,
        @Nullable String accept,
        @Nullable String idempotencyKeyText,
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable String consistencyTokenText,
        @Nullable String webhookSignature,
        @Nullable String repeated) {

    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_REVISION = 18;

    static RequestHead of(IncomingRequest request, TrustedProxies proxies) {
        var headers = request.headers();
        var forwardedFor = headers.list(Name.X_FORWARDED_FOR);
        return new RequestHead(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                Traceparent.of(headers.get(Name.TRACEPARENT), proxies.trusts(request.peer())),
                proxies.client(request.peer(), forwardedFor == null ? "" : forwardedFor),
                headers.get(Name.AUTHORIZATION),
                headers.list(Name.ACCEPT),
                headers.get(Name.IDEMPOTENCY_KEY),
                headers.get(Name.IF_MATCH),
                headers.list(Name.IF_NONE_MATCH),
                headers.get(Name.CONSISTENCY_TOKEN),
                headers.get(Name.WEBHOOK_SIGNATURE),
                repeated(headers));
    }

    private static @Nullable String repeated(Headers headers) {
        if (headers.isRepeated(Name.AUTHORIZATION)) {
            return "Authorization";
        }
        if (headers.isRepeated(Name.IDEMPOTENCY_KEY)) {
            return "Idempotency-Key";
        }
        if (headers.isRepeated(Name.IF_MATCH)) {
            return "If-Match";
        }
        return headers.isRepeated(Name.CONSISTENCY_TOKEN) ? "Consistency-Token" : null;
    }

    /** Fails with a {@link ProblemException} if a header is not as the contract has it. */
    void check() {
        if (repeated != null) {
            throw invalid(repeated, "occurs twice");
        }
        idempotencyKey();
        expectedRevision();
    }

    /** The caller's idempotency key; a {@link ProblemException} if it is not 1 to 255 visible ASCII characters. */
    public Optional<String> idempotencyKey() {
        if (idempotencyKeyText == null) {
            return Optional.empty();
        }
        if (idempotencyKeyText.isEmpty()
                || idempotencyKeyText.length() > LONGEST_KEY
                || !Text.isVisibleAscii(idempotencyKeyText)) {
            throw invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
        return Optional.of(idempotencyKeyText);
    }

    /** The revision that {@code If-Match} asks for, or {@link CommandMeta#ANY_REVISION}. */
    public long expectedRevision() {
        if (ifMatch == null || ifMatch.equals("*")) {
            return CommandMeta.ANY_REVISION;
        }
        int last = ifMatch.length() - 1;
        boolean quoted =
                last >= 2 && last <= LONGEST_REVISION && ifMatch.charAt(0) == '"' && ifMatch.charAt(last) == '"';
        if (!quoted || !ifMatch.chars().skip(1).limit(last - 1L).allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("If-Match", "must be * or one ETag of ours, such as \"7\"");
        }
        return Long.parseLong(ifMatch, 1, last, 10);
    }

    /** Whether the caller holds this revision already, by {@code If-None-Match}. */
    public boolean holds(long revision) {
        if (ifNoneMatch == null) {
            return false;
        }
        String tag = "\"" + revision + "\"";
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String stripped = candidate.strip();
            if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /** The token of a write that the answer must include. */
    public Optional<String> consistencyToken() {
        return Optional.ofNullable(consistencyTokenText);
    }

    /** The problem of a header that is not as it must be. */
    public static ProblemException invalid(String header, String detail) {
        return Problems.INVALID_PARAMETER
                .problem(header + " " + detail)
                .with(List.of(new FieldError("header", "/" + header, detail)))
                .exception();
    }

    /** The same as part of a trace. */
    RequestHead traced(String newTrace) {
        if (newTrace.equals(trace)) {
            return this;
        }
        return new RequestHead(
                requestId,
                newTrace,
                remote,
                authorization,
                accept,
                idempotencyKeyText,
                ifMatch,
                ifNoneMatch,
                consistencyTokenText,
                webhookSignature,
                repeated);
    }
}
