package dev.perennial.domain.kernel;

import java.util.regex.Pattern;

/** The one rule for every id that becomes part of a persistence id or a path. */
public final class Ids {

    /** Length at which an id is refused. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private Ids() {}

    /** Letters, digits, {@code _} and {@code -}, starting with a letter or digit, at most {@value #MAX_LENGTH}. */
    public static boolean valid(String value) {
        return VALID.matcher(value).matches();
    }

    /** The value itself, or an {@link IllegalArgumentException}: the edge checks with {@link #valid} first. */
    public static String require(String value, String what) {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a valid " + what);
        }
        return value;
    }
}
