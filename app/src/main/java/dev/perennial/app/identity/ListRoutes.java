package dev.perennial.app.identity;

import static dev.perennial.app.query.Lists.filter;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.query.Lists;
import dev.perennial.domain.identity.Role;
import dev.perennial.persistence.identity.ApiKeyStatus;
import dev.perennial.persistence.identity.IdentityQueries;
import dev.perennial.persistence.identity.IdentityQueries.ApiKeyRow;
import dev.perennial.persistence.identity.IdentityQueries.TenantRow;
import dev.perennial.persistence.identity.IdentityQueries.UserFilter;
import dev.perennial.persistence.identity.IdentityQueries.UserRow;
import dev.perennial.persistence.identity.TenantStatus;
import dev.perennial.persistence.identity.UserStatus;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists of tenants, users and keys. */
final class ListRoutes implements Routes {

    private final IdentityQueries queries;
    private final Lists lists;

    ListRoutes(IdentityQueries queries, Lists lists) {
        this.queries = queries;
        this.lists = lists;
    }

    private record TenantItem(String id, long revision, String status, String name, Instant createdAt) {
        static TenantItem of(TenantRow row) {
            return new TenantItem(row.id(), row.revision(), Reply.label(row.status()), row.name(), row.createdAt());
        }
    }

    private record UserItem(
            String id,
            long revision,
            String status,
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String role,
            Instant createdAt) {
        static UserItem of(UserRow row) {
            return new UserItem(
                    row.id(),
                    row.revision(),
                    Reply.label(row.status()),
                    row.email().orElse(null),
                    row.displayName().orElse(null),
                    row.role().map(Reply::label).orElse(null),
                    row.createdAt());
        }
    }

    private record ApiKeyItem(
            String id,
            long revision,
            String status,
            String name,
            String role,
            List<String> scopes,
            @Nullable Instant expiresAt,
            Instant createdAt) {
        static ApiKeyItem of(ApiKeyRow row) {
            return new ApiKeyItem(
                    row.id(),
                    row.revision(),
                    Reply.label(row.status()),
                    row.name(),
                    Reply.label(row.role()),
                    row.scopes(),
                    row.expiresAt().orElse(null),
                    row.createdAt());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "listTenants", lists.ofTenants(this::tenants, TenantItem::of),
                "listUsers", lists.of(this::users, UserItem::of),
                "listApiKeys", lists.of(this::apiKeys, ApiKeyItem::of));
    }

    private Page<TenantRow> tenants(Call call, Optional<Cursor> after, int limit) {
        return queries.tenants(filter(call, "status", TenantStatus::valueOf), after, limit);
    }

    private Page<UserRow> users(Call call, Optional<Cursor> after, int limit) {
        var filter = new UserFilter(
                filter(call, "status", UserStatus::valueOf), filter(call, "role", Role::valueOf), call.query("email"));
        return queries.users(call.tenant(), filter, after, limit);
    }

    private Page<ApiKeyRow> apiKeys(Call call, Optional<Cursor> after, int limit) {
        return queries.apiKeys(call.tenant(), filter(call, "status", ApiKeyStatus::valueOf), after, limit);
    }
}
