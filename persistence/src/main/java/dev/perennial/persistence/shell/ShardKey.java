package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;

/**
 * Which shard an entity belongs to, on every node and for the life of a cluster. The shards are divided into bands; the
 * entities of a tenant, of whatever type, are in the shards of its band, spread by their id.
 *
 * @param shards of each type, called 0 to this number
 * @param tenantShards the shards of a band
 */
public record ShardKey(int shards, int tenantShards) {

    public ShardKey {
        if (shards < 1 || tenantShards < 1) {
            throw new IllegalArgumentException("at least one shard: " + shards + ", " + tenantShards);
        }
    }

    /** Consecutive shards. */
    public record Band(int first, int size) {}

    /** The shards that hold all of a tenant's entities, and those of its neighbours. */
    public Band band(TenantId tenant) {
        int bands = Math.max(1, shards / tenantShards);
        int band = spread(tenant.value(), bands);
        int first = band * tenantShards;
        // The last band takes the remainder too.
        return new Band(first, band == bands - 1 ? shards - first : tenantShards);
    }

    /** The shard of an entity, whether it exists or not. */
    public int shard(TenantId tenant, EntityId id) {
        return shard(PersistenceIds.shardingId(tenant, id));
    }

    int shard(String shardingId) {
        var band = band(PersistenceIds.tenantOf(shardingId));
        return band.first() + spread(shardingId, band.size());
    }

    /** The bits of {@link String#hashCode}, which the language defines, mixed so that similar ids part. */
    private static int spread(String text, int ways) {
        int hash = text.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(hash ^ (hash >>> 16), ways);
    }
}
