package dev.perennial.domain.identity.user;

/**
 * A password as it is stored.
 *
 * @param value the PHC string of a memory-hard hash ({@code $argon2id$…}), 1 to 512 characters; opaque here
 */
public record PasswordHash(String value) {

    private static final int MAX_LENGTH = 512;

    public PasswordHash {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not a password's hash");
        }
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}
