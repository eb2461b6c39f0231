package dev.perennial.domain.kernel;

/** A tenant: the wall that no command, query or event crosses. */
public record TenantId(String value) {

    /** Owns what belongs to the installation and to no tenant. No tenant can have this id: it is reserved. */
    public static final TenantId SYSTEM = new TenantId("system");

    public TenantId {
        Ids.require(value, "tenant id");
    }

    @Override
    public String toString() {
        return value;
    }
}
