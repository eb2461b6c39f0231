package dev.perennial.persistence.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES-256-GCM key. A sealed value is one format byte, a random nonce of 12 bytes and the ciphertext with its tag; it
 * opens only under the same key and for the same context.
 *
 * <p>With random nonces a key may seal 2<sup>32</sup> values; ours seal one per person or a few per person.
 */
public final class SealingKey {

    private static final byte FORMAT = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    SealingKey(SecretKey key) {
        this.key = key;
    }

    static byte[] randomBytes() {
        var bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static SealingKey of(byte[] bytes) {
        return new SealingKey(new SecretKeySpec(bytes, "AES"));
    }

    /** Seals a value for a context, which is not stored: whoever opens it must name the same. */
    public byte[] seal(byte[] plain, byte[] context) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var sealed =
                    ByteBuffer.allocate(plain.length + OVERHEAD).put(FORMAT).put(nonce);
            cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(ByteBuffer.wrap(plain), sealed);
            return sealed.array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is part of Java", impossible);
        }
    }

    /** The value, or empty if it was altered, or sealed by another key or for another context. */
    public Optional<byte[]> open(byte[] sealed, byte[] context) {
        if (sealed.length < OVERHEAD || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        var nonce = new byte[NONCE_BYTES];
        var rest = ByteBuffer.wrap(sealed).position(1).get(nonce);
        var plain = new byte[rest.remaining() - TAG_BITS / Byte.SIZE];
        try {
            cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(rest, ByteBuffer.wrap(plain));
            return Optional.of(plain);
        } catch (AEADBadTagException refused) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is part of Java", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    @Override
    public String toString() {
        return "SealingKey[…]";
    }
}
