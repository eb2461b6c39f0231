package dev.perennial.app.http;

import dev.perennial.persistence.shell.CommandMeta;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a request's headers, in one pass.
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

    static RequestHead of(HttpRequest request, TrustedProxies proxies) {
        String authorization = null;
        String accept = null;
        String idempotencyKey = null;
        String ifMatch = null;
        String ifNoneMatch = null;
        String consistencyToken = null;
        String webhookSignature = null;
        String traceparent = null;
        String forwardedFor = "";
        String repeated = null;
        for (HttpHeader header : request.getHeaders()) {
            switch (header.lowercaseName()) {
                case "authorization" -> {
                    repeated = authorization == null ? repeated : "Authorization";
                    authorization = header.value();
                }
                case "accept" -> accept = accept == null ? header.value() : accept + "," + header.value();
                case "idempotency-key" -> {
                    repeated = idempotencyKey == null ? repeated : "Idempotency-Key";
                    idempotencyKey = header.value();
                }
                case "if-match" -> {
                    repeated = ifMatch == null ? repeated : "If-Match";
                    ifMatch = header.value();
                }
                case "if-none-match" ->
                    ifNoneMatch = ifNoneMatch == null ? header.value() : ifNoneMatch + "," + header.value();
                case "consistency-token" -> {
                    repeated = consistencyToken == null ? repeated : "Consistency-Token";
                    consistencyToken = header.value();
                }
                case "webhook-signature" -> webhookSignature = header.value();
                case "x-forwarded-for" -> forwardedFor += "," + header.value();
                case "traceparent" -> traceparent = header.value();
                default -> {} // No other header means anything to us.
            }
        }
        var peer = peer(request);
        return new RequestHead(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                Traceparent.of(traceparent, proxies.trusts(peer)),
                proxies.client(peer, forwardedFor),
                authorization,
                accept,
                idempotencyKey,
                ifMatch,
                ifNoneMatch,
                consistencyToken,
                webhookSignature,
                repeated);
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

    private static InetAddress peer(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .orElseGet(InetAddress::getLoopbackAddress);
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
