package dev.perennial.app.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.app.http.Reply;
import dev.perennial.domain.identity.apikey.ApiKey;
import dev.perennial.domain.identity.tenant.Tenant;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.vault.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What identity's entities look like to a client. Empty for one that does not exist. */
final class Views {

    record TenantView(
            String id,
            long revision,
            String status,
            String name,
            Map<String, JsonNode> settings,
            @Nullable String reason) {}

    record UserView(
            String id,
            long revision,
            String status,
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String role,
            @Nullable Instant invitationExpiresAt) {}

    record ApiKeyView(
            String id,
            long revision,
            String status,
            String name,
            String role,
            List<String> scopes,
            @Nullable Instant expiresAt) {}

    private final PersonalData personalData;

    Views(PersonalData personalData) {
        this.personalData = personalData;
    }

    static Optional<TenantView> tenant(EntityId id, long revision, Tenant tenant) {
        return switch (tenant) {
            case Tenant.Absent _ -> Optional.empty();
            case Tenant.Active active ->
                Optional.of(new TenantView(
                        id.value(),
                        revision,
                        "active",
                        active.name(),
                        settings(active.settings().values()),
                        null));
            case Tenant.Suspended suspended ->
                Optional.of(new TenantView(
                        id.value(),
                        revision,
                        "suspended",
                        suspended.name(),
                        settings(suspended.settings().values()),
                        suspended.reason()));
            case Tenant.Closed closed ->
                Optional.of(new TenantView(id.value(), revision, "closed", closed.name(), Map.of(), null));
        };
    }

    Optional<UserView> user(TenantId tenant, EntityId id, long revision, User user) {
        return switch (user) {
            case User.Absent _, User.Abandoned _ -> Optional.empty();
            case User.Invited invited ->
                Optional.of(known(tenant, id, revision, "invited", invited.profile(), invited.expiresAt()));
            case User.Active active -> Optional.of(known(tenant, id, revision, "active", active.profile(), null));
            case User.Deactivated deactivated ->
                Optional.of(known(tenant, id, revision, "deactivated", deactivated.profile(), null));
            case User.Erased _ -> Optional.of(new UserView(id.value(), revision, "erased", null, null, null, null));
        };
    }

    static Optional<ApiKeyView> apiKey(EntityId id, long revision, ApiKey key) {
        return switch (key) {
            case ApiKey.Absent _ -> Optional.empty();
            case ApiKey.Active active ->
                Optional.of(new ApiKeyView(
                        id.value(),
                        revision,
                        "active",
                        active.name(),
                        Reply.label(active.role()),
                        active.scopes().stream().map(Object::toString).sorted().toList(),
                        active.expiry() instanceof Expiry.At(var instant) ? instant : null));
            case ApiKey.Revoked revoked ->
                Optional.of(new ApiKeyView(
                        id.value(), revision, "revoked", revoked.name(), Reply.label(revoked.role()), List.of(), null));
        };
    }

    private UserView known(
            TenantId tenant,
            EntityId id,
            long revision,
            String status,
            User.Profile profile,
            @Nullable Instant invitationExpiresAt) {
        return new UserView(
                id.value(),
                revision,
                status,
                open(tenant, id, profile.email()),
                open(tenant, id, profile.displayName()),
                Reply.label(profile.role()),
                invitationExpiresAt);
    }

    private @Nullable String open(TenantId tenant, EntityId id, Sealed sealed) {
        return personalData.open(tenant, id, sealed).orElse(null);
    }

    /** A setting's value is kept as the JSON text of a scalar. */
    private static Map<String, JsonNode> settings(Map<String, String> values) {
        var settings = new TreeMap<String, JsonNode>();
        values.forEach((key, value) -> settings.put(key, Json.read(value, JsonNode.class)));
        return settings;
    }
}
