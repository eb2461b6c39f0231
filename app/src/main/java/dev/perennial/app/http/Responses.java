package dev.perennial.app.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Turns replies and problems into responses with the headers that every answer has. */
final class Responses {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final HttpHeader NO_SNIFF = RawHeader.create("X-Content-Type-Options", "nosniff");
    private static final HttpHeader NO_REFERRER = RawHeader.create("Referrer-Policy", "no-referrer");
    private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");
    private static final HttpHeader NO_CONTENT_POLICY =
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    private static final HttpHeader STRICT_TRANSPORT =
            RawHeader.create("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    private static final HttpHeader BEARER = RawHeader.create("WWW-Authenticate", "Bearer realm=\"perennial\"");
    private static final int SECURITY_HEADERS = 6;

    private final boolean tls;

    Responses(boolean tls) {
        this.tls = tls;
    }

    HttpResponse response(Reply reply, String requestId) {
        List<HttpHeader> headers =
                new ArrayList<>(SECURITY_HEADERS + reply.headers().size());
        boolean cacheable = false;
        boolean hasPolicy = false;
        for (Reply.Header header : reply.headers()) {
            cacheable |= header.name().equals("Cache-Control");
            hasPolicy |= header.name().equals("Content-Security-Policy");
            headers.add(RawHeader.create(header.name(), header.value()));
        }
        if (!requestId.isEmpty()) {
            headers.add(RawHeader.create("X-Request-Id", requestId));
        }
        headers.add(NO_SNIFF);
        headers.add(NO_REFERRER);
        if (!cacheable) {
            headers.add(NO_STORE);
        }
        if (!hasPolicy) {
            headers.add(NO_CONTENT_POLICY);
        }
        if (tls) {
            headers.add(STRICT_TRANSPORT);
        }
        if (reply.status() == 401) {
            headers.add(BEARER);
        }
        HttpResponse response = HttpResponse.create().withStatus(reply.status()).withHeaders(headers);
        return reply.content()
                .map(content -> response.withEntity(HttpEntities.create(type(content.mediaType()), content.bytes())))
                .orElse(response);
    }

    HttpResponse response(Problem problem, String requestId) {
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

    private static ContentType type(String mediaType) {
        if (mediaType.equals(Reply.JSON)) {
            return ContentTypes.APPLICATION_JSON;
        }
        ContentType parsed = ContentTypes.parse(mediaType);
        if (parsed == null) {
            throw new IllegalStateException("not a media type: " + mediaType);
        }
        return parsed;
    }
}
