package dev.perennial.app.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns replies and problems into responses with the headers that every answer has. */
final class Responses {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String GUARDS = """
            X-Content-Type-Options: nosniff\r
            Referrer-Policy: no-referrer\r
            """;
    private static final String NO_STORE = "Cache-Control: no-store\r\n";
    private static final String NO_CONTENT_POLICY =
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    private static final String STRICT_TRANSPORT = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
    private static final String BEARER = "WWW-Authenticate: Bearer realm=\"perennial\"\r\n";
    private static final int USUAL_LENGTH = 512;
    private static final byte[] NOTHING = {};

    private final boolean tls;

    Responses(boolean tls) {
        this.tls = tls;
    }

    Response response(Reply reply, String requestId) {
        var head = new StringBuilder(USUAL_LENGTH);
        boolean cacheable = false;
        boolean hasPolicy = false;
        for (Reply.Header header : reply.headers()) {
            cacheable |= header.name().equals("Cache-Control");
            hasPolicy |= header.name().equals("Content-Security-Policy");
            line(head, header.name(), header.value());
        }
        if (!requestId.isEmpty()) {
            line(head, "X-Request-Id", requestId);
        }
        head.append(GUARDS);
        if (!cacheable) {
            head.append(NO_STORE);
        }
        if (!hasPolicy) {
            head.append(NO_CONTENT_POLICY);
        }
        if (tls) {
            head.append(STRICT_TRANSPORT);
        }
        if (reply.status() == 401) {
            head.append(BEARER);
        }
        byte[] body = NOTHING;
        if (reply.content().isPresent()) {
            body = reply.content().get().bytes();
            line(head, "Content-Type", reply.content().get().mediaType());
        }
        if (reply.status() != 204 && reply.status() != 304) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new Response(reply.status(), head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    /** A header of ours never holds more than one line, whatever its value was made of. */
    private static void line(StringBuilder head, String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ') {
                throw new IllegalStateException("not a value of " + name);
            }
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    Response response(Problem problem, String requestId) {
        return response(reply(problem, requestId), requestId);
    }

    private static Reply reply(Problem problem, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", problem.type());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", problem.detail());
        if (!requestId.isEmpty()) {
            body.put("instance", "urn:perennial:request:" + requestId);
        }
        if (!problem.errors().isEmpty()) {
            body.put("errors", problem.errors());
        }
        problem.members().forEach(body::putIfAbsent);
        Reply reply = Reply.content(problem.status(), PROBLEM_JSON, Json.bytes(body));
        if (problem.retryAfter() > 0) {
            reply = reply.header("Retry-After", Integer.toString(problem.retryAfter()));
        }
        String allow = problem.members().get("allow");
        return allow == null ? reply : reply.header("Allow", allow);
    }
}
