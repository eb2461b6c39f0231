package dev.perennial.domain.kernel;

/**
 * A personal value, encrypted with a key of the person it is about. Destroying that key erases the value everywhere,
 * also in events that are kept for ever. The domain only carries it.
 *
 * @param ciphertext base64url, opaque here
 */
public record Sealed(String ciphertext) {

    @Override
    public String toString() {
        return "Sealed[…]";
    }
}
