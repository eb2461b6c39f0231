package dev.perennial.domain.identity.apikey;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.Expiry;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What one can ask of an {@link ApiKey}. */
public sealed interface ApiKeyCommand {

    /**
     * @param name one line by which people tell their keys apart
     * @param role not above the caller's own rank
     * @param scopes at least one
     */
    record CreateApiKey(String name, SecretHash secretHash, Role role, Set<Scope> scopes, Expiry expiry)
            implements ApiKeyCommand {
        public CreateApiKey {
            scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
        }
    }

    /** For ever. */
    record RevokeApiKey() implements ApiKeyCommand {}
}
