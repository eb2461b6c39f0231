package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;

/** The form of ids in storage and in sharding: {@code type|tenant|id} and {@code tenant|id}. */
public final class PersistenceIds {

    private static final char SEPARATOR = '|';

    private PersistenceIds() {}

    /** The persistence id. No part can hold the separator, so it is unique. */
    public static String of(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id) {
        return new StoredEvent.Entity(type.name(), tenant, id).persistenceId();
    }

    static String shardingId(TenantId tenant, EntityId id) {
        return tenant.value() + SEPARATOR + id.value();
    }

    static TenantId tenantOf(String shardingId) {
        return new TenantId(shardingId.substring(0, shardingId.indexOf(SEPARATOR)));
    }

    static EntityId entityOf(String shardingId) {
        return new EntityId(shardingId.substring(shardingId.indexOf(SEPARATOR) + 1));
    }
}
