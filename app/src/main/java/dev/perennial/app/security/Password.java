package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Optional;

/** A password as typed, in Unicode NFC so that every keyboard gives the same bytes. Never printed. */
public final class Password {

    /** Fewest characters (code points). */
    public static final int MIN_LENGTH = 8;

    /** Most characters; longer ones only cost time. */
    public static final int MAX_LENGTH = 256;

    private final byte[] bytes;

    private Password(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The password; empty if it is too short, too long or not text. */
    public static Optional<Password> parse(String typed) {
        if (typed.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        var text = Normalizer.normalize(typed, Normalizer.Form.NFC);
        var length = text.codePointCount(0, text.length());
        var halved = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (length < MIN_LENGTH || length > MAX_LENGTH || halved) {
            return Optional.empty();
        }
        return Optional.of(new Password(text.getBytes(UTF_8)));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
