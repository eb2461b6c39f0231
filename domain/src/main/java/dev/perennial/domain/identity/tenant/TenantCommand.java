package dev.perennial.domain.identity.tenant;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one can ask of a {@link Tenant}. */
public sealed interface TenantCommand {

    record CreateTenant(String name) implements TenantCommand {}

    record RenameTenant(String name) implements TenantCommand {}

    /**
     * A patch: settings it does not name stay as they are.
     *
     * @param set values by key, each a JSON scalar as {@link Settings} wants it
     * @param remove keys to forget
     */
    record ChangeSettings(Map<String, String> set, Set<String> remove) implements TenantCommand {
        public ChangeSettings {
            set = Collections.unmodifiableMap(new TreeMap<>(set));
            remove = Collections.unmodifiableSet(new TreeSet<>(remove));
        }
    }

    /** @param reason one line for the tenant's people */
    record SuspendTenant(String reason) implements TenantCommand {}

    record ReactivateTenant() implements TenantCommand {}

    /** For ever. */
    record CloseTenant() implements TenantCommand {}
}
