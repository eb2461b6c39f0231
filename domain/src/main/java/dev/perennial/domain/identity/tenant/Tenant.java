package dev.perennial.domain.identity.tenant;

/** A customer of the installation. */
public sealed interface Tenant {

    record Absent() implements Tenant {}

    record Active(String name, Settings settings) implements Tenant {}

    /** Kept but not served. @param reason why, for the tenant's people */
    record Suspended(String name, Settings settings, String reason) implements Tenant {}

    /** Never served again, and its id is never given again. */
    record Closed(String name) implements Tenant {}
}
