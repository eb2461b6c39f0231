package dev.perennial.persistence.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Short names for long ones, as parts of ids. */
final class Digests {

    /** 128 bits: two never meet by chance. */
    private static final int BYTES = 16;

    private Digests() {}

    /** 32 hexadecimal digits. */
    static String of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of Java", impossible);
        }
    }
}
