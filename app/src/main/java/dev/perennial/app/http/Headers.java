package dev.perennial.app.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The header lines of a request, by name. */
final class Headers {

    /** The headers we read. Their hash codes are known, so that looking for one costs little. */
    enum Name {
        ACCEPT(HttpHeaderNames.ACCEPT),
        AUTHORIZATION(HttpHeaderNames.AUTHORIZATION),
        CONSISTENCY_TOKEN(AsciiString.cached("consistency-token")),
        CONTENT_ENCODING(HttpHeaderNames.CONTENT_ENCODING),
        CONTENT_TYPE(HttpHeaderNames.CONTENT_TYPE),
        IDEMPOTENCY_KEY(AsciiString.cached("idempotency-key")),
        IF_MATCH(HttpHeaderNames.IF_MATCH),
        IF_NONE_MATCH(HttpHeaderNames.IF_NONE_MATCH),
        TRACEPARENT(AsciiString.cached("traceparent")),
        WEBHOOK_SIGNATURE(AsciiString.cached("webhook-signature")),
        X_FORWARDED_FOR(AsciiString.cached("x-forwarded-for"));

        private final AsciiString text;

        Name(AsciiString text) {
            this.text = text;
        }
    }

    private final HttpHeaders lines;

    Headers(HttpHeaders lines) {
        this.lines = lines;
    }

    /** Names and values in turn. */
    static Headers of(String... namesAndValues) {
        var lines = new DefaultHttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(lines);
    }

    /** The value of the first such line. */
    @Nullable
    String get(Name name) {
        return lines.get(name.text);
    }

    /** Whether there are several such lines. */
    boolean isRepeated(Name name) {
        var values = lines.valueCharSequenceIterator(name.text);
        if (!values.hasNext()) {
            return false;
        }
        values.next();
        return values.hasNext();
    }

    /** The values of all such lines, joined by commas. */
    @Nullable
    String list(Name name) {
        Iterator<String> values = lines.valueStringIterator(name.text);
        if (!values.hasNext()) {
            return null;
        }
        String list = values.next();
        while (values.hasNext()) {
            list += "," + values.next();
        }
        return list;
    }
}
