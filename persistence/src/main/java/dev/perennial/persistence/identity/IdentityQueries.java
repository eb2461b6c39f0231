package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.Cursor;
import dev.perennial.persistence.query.ListQuery;
import dev.perennial.persistence.query.Page;
import dev.perennial.persistence.query.TenantQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lists of identity, newest first, at most {@link Page#MAX_LIMIT} at a time. Blocks. */
public final class IdentityQueries {

    private static final ListQuery<TenantRow> TENANTS = ListQuery.of(
                    "identity.tenants", "name, status", IdentityQueries::tenant)
            .where("status is not null");
    private static final ListQuery<UserRow> USERS = ListQuery.of(
                    "identity.users", "email, display_name, role, status", IdentityQueries::user)
            .where("status is not null");
    private static final ListQuery<ApiKeyRow> API_KEYS = ListQuery.of(
                    "identity.api_keys", "name, role, scopes, status, expires_at", IdentityQueries::apiKey)
            .where("status is not null");

    private final TenantQueries queries;

    public IdentityQueries(TenantQueries queries) {
        this.queries = queries;
    }

    public record TenantRow(String id, long revision, String name, TenantStatus status, Instant createdAt) {}

    /** Which users; empty means any. @param emailPrefix the beginning of the address, in whatever case */
    public record UserFilter(Optional<UserStatus> status, Optional<Role> role, Optional<String> emailPrefix) {

        public static final UserFilter ANY = new UserFilter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is personal in it is empty once erased. */
    public record UserRow(
            String id,
            long revision,
            Optional<String> email,
            Optional<String> displayName,
            Optional<Role> role,
            UserStatus status,
            Instant createdAt) {}

    public record ApiKeyRow(
            String id,
            long revision,
            String name,
            Role role,
            List<String> scopes,
            ApiKeyStatus status,
            Optional<Instant> expiresAt,
            Instant createdAt) {}

    /** Every tenant of the installation: for operators alone. */
    public Page<TenantRow> tenants(Optional<TenantStatus> status, Optional<Cursor> after, int limit) {
        return TENANTS.whereIfPresent("status = ?", status.map(Enum::name)).pageForOperator(queries, after, limit);
    }

    public Page<UserRow> users(TenantId tenant, UserFilter filter, Optional<Cursor> after, int limit) {
        return USERS.whereIfPresent("status = ?", filter.status().map(Enum::name))
                .whereIfPresent("role = ?", filter.role().map(Enum::name))
                .wherePrefix("email_lower", filter.emailPrefix().map(prefix -> prefix.toLowerCase(Locale.ROOT)))
                .page(queries, tenant, after, limit);
    }

    public Page<ApiKeyRow> apiKeys(TenantId tenant, Optional<ApiKeyStatus> status, Optional<Cursor> after, int limit) {
        return API_KEYS.whereIfPresent("status = ?", status.map(Enum::name)).page(queries, tenant, after, limit);
    }

    private static TenantRow tenant(ResultSet row) throws SQLException {
        return new TenantRow(
                row.getString("id"),
                row.getLong("revision"),
                row.getString("name"),
                TenantStatus.valueOf(row.getString("status")),
                ListQuery.instant(row, "created_at"));
    }

    private static UserRow user(ResultSet row) throws SQLException {
        return new UserRow(
                row.getString("id"),
                row.getLong("revision"),
                Optional.ofNullable(row.getString("email")),
                Optional.ofNullable(row.getString("display_name")),
                Optional.ofNullable(row.getString("role")).map(Role::valueOf),
                UserStatus.valueOf(row.getString("status")),
                ListQuery.instant(row, "created_at"));
    }

    private static ApiKeyRow apiKey(ResultSet row) throws SQLException {
        return new ApiKeyRow(
                row.getString("id"),
                row.getLong("revision"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                List.of((String[]) row.getArray("scopes").getArray()),
                ApiKeyStatus.valueOf(row.getString("status")),
                expiry(row),
                ListQuery.instant(row, "created_at"));
    }

    private static Optional<Instant> expiry(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getObject("expires_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
