package dev.perennial.app.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a handler answers.
 *
 * @param headers beyond those that every answer has
 */
public record Reply(int status, List<Header> headers, Optional<Content> content) {

    /** A header of the answer. */
    public record Header(String name, String value) {}

    /** A body. */
    public record Content(String mediaType, byte[] bytes) {}

    static final String JSON = "application/json";

    public Reply {
        headers = List.copyOf(headers);
    }

    public static Reply json(int status, Object body) {
        return content(status, JSON, Json.bytes(body));
    }

    public static Reply content(int status, String mediaType, byte[] bytes) {
        return new Reply(status, List.of(), Optional.of(new Content(mediaType, bytes)));
    }

    public static Reply empty(int status) {
        return new Reply(status, List.of(), Optional.empty());
    }

    /** A single read: the body with its revision as ETag, or 304 if the caller holds that revision. */
    public static Reply read(Call call, long revision, Object body) {
        return call.head().holds(revision)
                ? empty(304).revision(revision)
                : json(200, body).revision(revision);
    }

    public Reply header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, more, content);
    }

    public Reply revision(long revision) {
        return header("ETag", "\"" + revision + "\"");
    }

    /** A constant as every contract writes it. */
    public static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
