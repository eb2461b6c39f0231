package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.apikey.ApiKey;
import org.jspecify.annotations.Nullable;

/** What lists call an API key's condition. That it has expired is told by its time alone. */
public enum ApiKeyStatus {
    ACTIVE,
    REVOKED;

    static @Nullable ApiKeyStatus of(ApiKey key) {
        return switch (key) {
            case ApiKey.Absent _ -> null;
            case ApiKey.Active _ -> ACTIVE;
            case ApiKey.Revoked _ -> REVOKED;
        };
    }
}
