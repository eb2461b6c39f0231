package dev.perennial.app.identity;

import dev.perennial.app.http.TenantGate;
import dev.perennial.app.query.Remembered;
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

    private final Remembered<TenantId, Standing> standings;

    public TenantStandings(Entities entities) {
        standings = new Remembered<>(
                "tenant-standings",
                MOST_REMEMBERED,
                STALENESS,
                tenant -> entities.read(IdentityEntities.TENANT, tenant, new EntityId(tenant.value()))
                        .thenApply(read -> standing(read.state())));
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
