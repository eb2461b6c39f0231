package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;

/** A person whose data is kept: a user of a tenant. */
public record Subject(TenantId tenant, EntityId id) {

    /** What ciphertexts about this person are bound to. Unambiguous, since ids cannot contain the separator. */
    byte[] context(String purpose) {
        return (purpose + "|" + tenant + "|" + id).getBytes(UTF_8);
    }
}
