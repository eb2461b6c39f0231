package dev.perennial.app.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Percent escapes of paths and query strings. */
final class Percent {

    private Percent() {}

    /**
     * The segments of a path, decoded after it is split: an escaped slash does not make two of one. Empty segments stay,
     * so that what is served has one address only. Dots lead nowhere (RFC 3986, 5.2.4), escaped or not, before anybody
     * looks at the path.
     *
     * @param path starts with a slash
     */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = decode(path.substring(start, end), false)
                    .orElseThrow(() -> Problems.NO_SUCH_PATH.exception("the path is not clean UTF-8"));
            boolean up = segment.equals("..");
            if (up && !segments.isEmpty()) {
                segments.removeLast();
            }
            if (!up && !segment.equals(".")) {
                segments.add(segment);
            } else if (slash < 0) {
                segments.add("");
            }
            start = end + 1;
        }
        return segments;
    }

    /**
     * The decoded text, or nothing if an escape is broken or the bytes are not clean UTF-8.
     *
     * @param form whether it is of a query: a plus sign means a space, and broken UTF-8 counts. In a path it becomes the
     *     replacement character, which no name of ours holds
     */
    static Optional<String> decode(String text, boolean form) {
        if (text.indexOf('%') < 0 && (!form || text.indexOf('+') < 0)) {
            return Optional.of(text);
        }
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int octet = octet(text, i + 1);
                if (octet < 0) {
                    return Optional.empty();
                }
                bytes[length++] = (byte) octet;
                i += 2;
            } else {
                bytes[length++] = (byte) (form && c == '+' ? ' ' : c);
            }
        }
        byte[] decoded = Arrays.copyOf(bytes, length);
        String value = new String(decoded, StandardCharsets.UTF_8);
        return (!form || Text.isUtf8(decoded)) && Text.isClean(value) ? Optional.of(value) : Optional.empty();
    }

    /** The byte of two hexadecimal digits, or -1. */
    private static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
