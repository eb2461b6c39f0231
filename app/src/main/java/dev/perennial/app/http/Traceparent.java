package dev.perennial.app.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context, traceparent</a>
 */
final class Traceparent {

    private static final String VERSION = "00-";
    private static final int LENGTH = 55;
    private static final int SPAN_DASH = 35;
    private static final int FLAGS_DASH = 52;

    private Traceparent() {}

    /**
     * The caller's, or a new one if that is none. Of its flags only the one is left that has a trace recorded, and that only
     * if whoever sent it may say so.
     */
    static String of(@Nullable String value, boolean trusted) {
        if (value == null || !isValid(value)) {
            return fresh();
        }
        boolean recorded = trusted && (Character.digit(value.charAt(LENGTH - 1), 16) & 1) == 1;
        return value.substring(0, FLAGS_DASH) + (recorded ? "-01" : "-00");
    }

    private static boolean isValid(String value) {
        if (value.length() != LENGTH || !value.startsWith(VERSION)) {
            return false;
        }
        for (int i = VERSION.length(); i < LENGTH; i++) {
            char c = value.charAt(i);
            boolean dash = i == SPAN_DASH || i == FLAGS_DASH;
            if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static String fresh() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return VERSION + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + "-"
                + hex.toHexDigits(random.nextLong() | 1) + "-00";
    }
}
