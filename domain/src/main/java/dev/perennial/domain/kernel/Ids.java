package dev.perennial.domain.kernel;

/** The one rule for every id that becomes part of a persistence id or a path. */
public final class Ids {

    /** Length at which an id is refused. */
    public static final int MAX_LENGTH = 64;

    private Ids() {}

    /** Letters, digits, {@code _} and {@code -}, starting with a letter or digit, at most {@value #MAX_LENGTH}. */
    public static boolean valid(String value) {
        return valid(value, MAX_LENGTH);
    }

    /** The same with a lower limit. By hand, as every command makes several ids and a pattern takes ten times as long. */
    public static boolean valid(String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (var i = 1; i < value.length(); i++) {
            var c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    /** The value itself, or an {@link IllegalArgumentException}: the edge checks with {@link #valid} first. */
    public static String require(String value, String what) {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid " + what);
        }
        return value;
    }
}
