package dev.perennial.app.identity;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perennial.app.http.TenantGate;
import dev.perennial.app.telemetry.CacheMetrics;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.tenant.Tenant;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Entities;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The tenant's own word on whether it is open, remembered for {@link #STALENESS} on each node. */
public final class TenantStandings implements TenantGate {

    /** How long a node may not notice that a tenant was suspended or closed. */
    public static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 20_000;

    private final AsyncLoadingCache<TenantId, Standing> standings;

    public TenantStandings(Entities entities) {
        standings = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(STALENESS)
                .recordStats(() -> new CacheMetrics("tenant-standings"))
                .buildAsync((tenant, _) -> entities.read(IdentityEntities.TENANT, tenant, new EntityId(tenant.value()))
                        .thenApply(read -> standing(read.state()))
                        .toCompletableFuture());
    }

    @Override
    public CompletionStage<Standing> standing(TenantId tenant) {
        return standings.get(tenant);
    }

    private static Standing standing(Tenant tenant) {
        return switch (tenant) {
            case Tenant.Absent _, Tenant.Active _ -> Standing.OPEN;
            case Tenant.Suspended _ -> Standing.SUSPENDED;
            case Tenant.Closed _ -> Standing.CLOSED;
        };
    }
}
