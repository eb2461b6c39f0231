package dev.perennial.persistence.vault;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs access tokens. Of all keys exactly one, the newest, has no time to retire at.
 *
 * @param kid names it in tokens
 * @param jwk both parts of it as a JSON Web Key; stored sealed
 * @param activatesAt from when it signs, until the next one does
 * @param retiresAt until when it verifies
 */
public record StoredSigningKey(String kid, String jwk, Instant activatesAt, Optional<Instant> retiresAt) {

    @Override
    public String toString() {
        return "StoredSigningKey[" + kid + ", …]";
    }
}
