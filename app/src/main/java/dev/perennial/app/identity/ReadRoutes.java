package dev.perennial.app.identity;

import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Histories;
import dev.perennial.app.query.Reads;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.kernel.EntityType;
import java.util.Map;

/** Single entities, as they are, as they were, and what happened to them. */
final class ReadRoutes implements Routes {

    private final Reads reads;
    private final Histories histories;
    private final Views views;

    ReadRoutes(Reads reads, Histories histories, Views views) {
        this.reads = reads;
        this.histories = histories;
        this.views = views;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "getTenant",
                reads.of(
                        IdentityEntities.TENANT,
                        "tenant",
                        (_, id, read) -> Views.tenant(id, read.revision(), read.state())),
                "getUser",
                reads.of(
                        IdentityEntities.USER,
                        "user",
                        (call, id, read) -> views.user(call.tenant(), id, read.revision(), read.state())),
                "getApiKey",
                reads.of(
                        IdentityEntities.API_KEY,
                        "key",
                        (_, id, read) -> Views.apiKey(id, read.revision(), read.state())),
                "getTenantHistory",
                history(IdentityEntities.TENANT, "tenant"),
                "getUserHistory",
                history(IdentityEntities.USER, "user"),
                "getSessionHistory",
                history(IdentityEntities.SESSION, "session"),
                "getApiKeyHistory",
                history(IdentityEntities.API_KEY, "key"));
    }

    private Handler history(EntityType<?, ?, ?, ?> type, String parameter) {
        return histories.of(type, parameter, SecretHash.class, PasswordHash.class);
    }
}
