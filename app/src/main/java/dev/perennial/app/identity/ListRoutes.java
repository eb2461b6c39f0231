package dev.perennial.app.identity;

import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.identity.ApiKeyStatus;
import dev.perennial.persistence.identity.IdentityQueries;
import dev.perennial.persistence.identity.IdentityQueries.ApiKeyRow;
import dev.perennial.persistence.identity.IdentityQueries.TenantRow;
import dev.perennial.persistence.identity.IdentityQueries.UserFilter;
import dev.perennial.persistence.identity.IdentityQueries.UserRow;
import dev.perennial.persistence.identity.TenantStatus;
import dev.perennial.persistence.identity.UserStatus;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists from the views. With a consistency token they wait until the views include what it stands for. */
final class ListRoutes implements Routes {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int DEFAULT_LIMIT = 50;

    private final IdentityQueries queries;
    private final Freshness freshness;
    private final Flows flows;

    ListRoutes(IdentityQueries queries, Freshness freshness, Flows flows) {
        this.queries = queries;
        this.freshness = freshness;
        this.flows = flows;
    }

    private record Items<T>(List<T> items, @Nullable String next) {}

    private record TenantItem(String id, long revision, String status, String name, Instant createdAt) {
        static TenantItem of(TenantRow row) {
            return new TenantItem(row.id(), row.revision(), Views.label(row.status()), row.name(), row.createdAt());
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
                    Views.label(row.status()),
                    row.email().orElse(null),
                    row.displayName().orElse(null),
                    row.role().map(Views::label).orElse(null),
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
                    Views.label(row.status()),
                    row.name(),
                    Views.label(row.role()),
                    row.scopes(),
                    row.expiresAt().orElse(null),
                    row.createdAt());
        }
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "listTenants", flows.handler(this::tenants),
                "listUsers", flows.handler(this::users),
                "listApiKeys", flows.handler(this::apiKeys));
    }

    private Reply tenants(Call call) {
        token(call).ifPresent(token -> freshen(new TenantId(token.id().value()), token));
        return page(
                queries.tenants(filter(call, "status", TenantStatus::valueOf), cursor(call), limit(call)),
                TenantItem::of);
    }

    private Reply users(Call call) {
        token(call).ifPresent(token -> freshen(call.tenant(), token));
        var filter = new UserFilter(
                filter(call, "status", UserStatus::valueOf), filter(call, "role", Role::valueOf), call.query("email"));
        return page(queries.users(call.tenant(), filter, cursor(call), limit(call)), UserItem::of);
    }

    private Reply apiKeys(Call call) {
        token(call).ifPresent(token -> freshen(call.tenant(), token));
        var status = filter(call, "status", ApiKeyStatus::valueOf);
        return page(queries.apiKeys(call.tenant(), status, cursor(call), limit(call)), ApiKeyItem::of);
    }

    private void freshen(TenantId tenant, ConsistencyToken token) {
        try {
            if (!freshness.await(tenant, token, LONGEST_WAIT)) {
                throw Problems.ENTITY_UNAVAILABLE
                        .problem("the list does not include what the consistency token stands for yet")
                        .retryAfter(1)
                        .exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.OVERLOADED.exception("the node is stopping");
        }
    }

    private static Optional<ConsistencyToken> token(Call call) {
        return call.head()
                .consistencyToken()
                .map(text -> ConsistencyToken.parse(text)
                        .orElseThrow(
                                () -> Problems.INVALID_PARAMETER.exception("Consistency-Token is not one of ours")));
    }

    private static Optional<Cursor> cursor(Call call) {
        return call.query("cursor")
                .map(text -> Cursor.parse(text)
                        .orElseThrow(() -> Problems.INVALID_PARAMETER.exception("the cursor is not one of this list")));
    }

    private static int limit(Call call) {
        return (int) call.query("limit", DEFAULT_LIMIT);
    }

    private static <T> Optional<T> filter(Call call, String name, Function<String, T> parse) {
        return call.query(name).map(text -> parse.apply(text.toUpperCase(Locale.ROOT)));
    }

    private static <R, T> Reply page(Page<R> page, Function<R, T> item) {
        return Reply.json(
                200,
                new Items<>(
                        page.items().stream().map(item).toList(),
                        page.next().map(Cursor::token).orElse(null)));
    }
}
