package dev.perennial.domain.identity.tenant;

import dev.perennial.domain.kernel.EventName;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What can have happened to a {@link Tenant}. Stored for ever: a change of form is a new version. */
public sealed interface TenantEvent {

    @EventName("identity.tenant-created")
    record TenantCreated(String name) implements TenantEvent {}

    @EventName("identity.tenant-renamed")
    record TenantRenamed(String name) implements TenantEvent {}

    /** Holds only what really changed. Sorted, so that the same change is always stored as the same bytes. */
    @EventName("identity.tenant-settings-changed")
    record SettingsChanged(Map<String, String> set, Set<String> removed) implements TenantEvent {
        public SettingsChanged {
            set = Collections.unmodifiableMap(new TreeMap<>(set));
            removed = Collections.unmodifiableSet(new TreeSet<>(removed));
        }
    }

    @EventName("identity.tenant-suspended")
    record TenantSuspended(String reason) implements TenantEvent {}

    @EventName("identity.tenant-reactivated")
    record TenantReactivated() implements TenantEvent {}

    @EventName("identity.tenant-closed")
    record TenantClosed() implements TenantEvent {}
}
