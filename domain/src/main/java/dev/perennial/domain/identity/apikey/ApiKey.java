package dev.perennial.domain.identity.apikey;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.Expiry;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** A credential for programs. */
public sealed interface ApiKey {

    record Absent() implements ApiKey {}

    /** Usable until it expires, which no event marks: ask {@link #usableAt}. */
    record Active(String name, SecretHash secretHash, Role role, Set<Scope> scopes, Expiry expiry) implements ApiKey {
        public Active {
            scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
        }
    }

    record Revoked(String name, Role role) implements ApiKey {}

    /** Whether whoever presents its secret is let in. */
    default boolean usableAt(Instant now) {
        return this instanceof Active active && !active.expiry().reached(now);
    }
}
