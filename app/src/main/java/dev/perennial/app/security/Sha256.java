package dev.perennial.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 digest as a small value: what a credential is remembered by, so that no cache or table holds the credential. */
public record Sha256(long a, long b, long c, long d) {

    public static Sha256 of(String text) {
        try {
            var bytes = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
            return new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of Java", impossible);
        }
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }
}
