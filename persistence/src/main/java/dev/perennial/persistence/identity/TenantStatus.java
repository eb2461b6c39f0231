package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** What lists call a tenant's condition. */
public enum TenantStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED;

    static @Nullable TenantStatus of(Tenant tenant) {
        return switch (tenant) {
            case Tenant.Absent _ -> null;
            case Tenant.Active _ -> ACTIVE;
            case Tenant.Suspended _ -> SUSPENDED;
            case Tenant.Closed _ -> CLOSED;
        };
    }
}
