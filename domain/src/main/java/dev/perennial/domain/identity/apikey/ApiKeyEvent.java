package dev.perennial.domain.identity.apikey;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.Scope;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Expiry;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What can have happened to an {@link ApiKey}. Stored for ever: a change of form is a new version. */
public sealed interface ApiKeyEvent {

    /** @param scopes sorted, so that the same fact is always stored as the same bytes */
    @EventName("identity.api-key-created")
    record ApiKeyCreated(String name, SecretHash secretHash, Role role, Set<Scope> scopes, Expiry expiry)
            implements ApiKeyEvent {
        public ApiKeyCreated {
            scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
        }
    }

    @EventName("identity.api-key-revoked")
    record ApiKeyRevoked() implements ApiKeyEvent {}
}
