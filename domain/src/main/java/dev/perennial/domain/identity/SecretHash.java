package dev.perennial.domain.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A digest of a random secret (invitation token, refresh token, API key); the secret itself is never stored.
 *
 * @param value an encoded digest, 1 to 128 characters; a fast digest suffices because the secret is random
 */
public record SecretHash(String value) {

    private static final int MAX_LENGTH = 128;

    public SecretHash {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not a secret's hash");
        }
    }

    /** Equality in a time that does not tell how much is equal. Decisions about secrets use this, not equals. */
    public boolean matches(SecretHash other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SecretHash[…]";
    }
}
