package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA-256 under one key over a list of fields. Safe to share between threads; a digest costs about a microsecond. */
public final class Hmac {

    /** Length of a digest. */
    public static final int BYTES = 32;

    static final String ALGORITHM = "HmacSHA256";

    /** Never updated, only cloned: cheaper than a provider look-up, and virtual threads need no thread-local. */
    private final Mac prototype;

    Hmac(SecretKey key) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HmacSHA256 is part of Java", impossible);
        }
    }

    /** Digests the fields; each one's length goes in too, so that no two lists have the same input. */
    public byte[] of(byte[]... fields) {
        var mac = copy();
        for (var field : fields) {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).flip());
            mac.update(field);
        }
        return mac.doFinal();
    }

    /** The same over the UTF-8 bytes of texts. */
    public byte[] of(String... fields) {
        var bytes = new byte[fields.length][];
        for (int i = 0; i < fields.length; i++) {
            bytes[i] = fields[i].getBytes(UTF_8);
        }
        return of(bytes);
    }

    private Mac copy() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Java's own HmacSHA256 can be cloned", impossible);
        }
    }

    @Override
    public String toString() {
        return "Hmac[…]";
    }
}
