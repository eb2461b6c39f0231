package dev.perennial.app.identity;

import dev.perennial.app.Chore;
import dev.perennial.app.Module;
import dev.perennial.app.Platform;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.identity.EmailClaimProcess;
import dev.perennial.persistence.projection.Projection;
import java.util.List;
import java.util.Map;

/** Tenants, users, sessions and keys. */
public final class IdentityModule implements Module {

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public String contract() {
        return "openapi-identity.yaml";
    }

    @Override
    public List<EntityType<?, ?, ?, ?>> entities() {
        return IdentityEntities.ALL;
    }

    @Override
    public List<Projection> reactions(Platform platform) {
        return List.of(new EmailClaimProcess(platform.entities(), platform.personalData()).reaction());
    }

    @Override
    public List<Chore> chores(Platform platform) {
        return List.of();
    }

    @Override
    public Routes routes(Platform platform) {
        return Map::of;
    }
}
