package dev.perennial.app.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes requests of what the decoder read, and refuses what is not HTTP as we speak it: above all whatever two servers in
 * a row could understand in two ways, which is how requests are smuggled.
 */
final class RequestReader {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String MARKS = "-._~!$&'()*+,;=:@/";
    private static final BitSet PATH = letters(MARKS);
    private static final BitSet QUERY = letters(MARKS + "?");
    private static final BitSet HOST = letters(MARKS.replace("/", "") + "[]");

    private RequestReader() {}

    /**
     * The request; a {@link ProblemException} if it is none.
     *
     * @param invitation tells a client to send the body for which it waits to be told
     */
    static IncomingRequest read(HttpRequest request, InetAddress peer, Runnable invitation) {
        if (!request.decoderResult().isSuccess()) {
            throw unreadable(request.decoderResult());
        }
        String method = request.method().name();
        if (!METHODS.contains(method)) {
            throw refuse(501, "the method is not known here");
        }
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw refuse(505, "HTTP/1.1 is spoken here");
        }
        HttpHeaders headers = request.headers();
        checkHost(headers.getAll(HttpHeaderNames.HOST), old);
        Body body = body(headers, invitation);
        String target = target(request.uri());
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Optional<String> query = mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
        if (!isOf(path, PATH) || query.isPresent() && !isOf(query.get(), QUERY)) {
            throw refuse(400, "the target has characters that must be escaped");
        }
        return new IncomingRequest(
                method.equals("HEAD") ? "GET" : method, path, query, new Headers(headers), peer, body);
    }

    private static ProblemException unreadable(DecoderResult result) {
        return switch (result.cause()) {
            case TooLongHttpLineException _ -> refuse(414, "the target is too long");
            case TooLongHttpHeaderException _ -> refuse(431, "the headers are too long");
            default -> refuse(400, "request line, headers or their lengths are not as they must be");
        };
    }

    private static void checkHost(List<String> hosts, boolean old) {
        if (hosts.size() > 1 || hosts.isEmpty() && !old) {
            throw refuse(400, "there must be one Host");
        }
        if (!hosts.isEmpty() && !isOf(hosts.getFirst(), HOST)) {
            throw refuse(400, "Host is none");
        }
    }

    private static Body body(HttpHeaders headers, Runnable invitation) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw refuse(501, "bodies come in one piece or chunked");
        }
        if (headers.getAll(HttpHeaderNames.CONTENT_TYPE).size() > 1) {
            throw refuse(400, "there must be one Content-Type");
        }
        String expected = headers.get(HttpHeaderNames.EXPECT);
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
            throw refuse(417, "nothing but 100-continue may be expected");
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (codings.isEmpty() && (length == null || length.equals("0"))) {
            return Body.none();
        }
        return expected == null ? Body.coming() : Body.announced(invitation);
    }

    /** Path and query: what comes first, or what follows the authority of an absolute target. */
    private static String target(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        String lower = uri.toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (authority < 0) {
            throw refuse(400, "the target must be a path");
        }
        int end = authority;
        while (end < uri.length() && "/?".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        if (end == authority || !isOf(uri.substring(authority, end), HOST)) {
            throw refuse(400, "the target's host is none");
        }
        String target = uri.substring(end);
        return target.startsWith("/") ? target : "/" + target;
    }

    /** Whether it is made of these characters and of whole escapes. */
    private static boolean isOf(String text, BitSet allowed) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!allowed.get(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static BitSet letters(String others) {
        var letters = new BitSet();
        letters.set('0', '9' + 1);
        letters.set('A', 'Z' + 1);
        letters.set('a', 'z' + 1);
        others.chars().forEach(letters::set);
        return letters;
    }

    private static ProblemException refuse(int status, String detail) {
        Problem generic = Problems.MALFORMED_REQUEST.problem(detail);
        return new Problem(status, generic.code(), generic.title(), detail, generic.errors(), generic.members(), 0)
                .exception();
    }
}
