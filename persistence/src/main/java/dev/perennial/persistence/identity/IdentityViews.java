package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.apikey.ApiKey;
import dev.perennial.domain.identity.emailclaim.EmailClaim;
import dev.perennial.domain.identity.tenant.Tenant;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.persistence.projection.StateView;
import dev.perennial.persistence.projection.StateView.Row;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.vault.PersonalData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What identity shows in lists. The tables are in {@code views/identity.sql}. */
public final class IdentityViews {

    private static final int VERSION = 1;

    private final PersonalData personalData;

    /** @param personalData opens names and addresses for the views; erasing a person empties them there too */
    public IdentityViews(PersonalData personalData) {
        this.personalData = personalData;
    }

    public ViewModule module() {
        return new ViewModule("identity", VERSION, List.of(tenants(), users(), apiKeys(), emailReservations()));
    }

    private static StateView<Tenant> tenants() {
        return StateView.of(IdentityEntities.TENANT, "tenants")
                .column("status", row -> TenantStatus.of(row.state()))
                .column("name", row -> switch (row.state()) {
                    case Tenant.Absent _ -> null;
                    case Tenant.Active active -> active.name();
                    case Tenant.Suspended suspended -> suspended.name();
                    case Tenant.Closed closed -> closed.name();
                });
    }

    private StateView<User> users() {
        return StateView.of(IdentityEntities.USER, "users")
                .column("status", row -> UserStatus.of(row.state()))
                .column("role", row -> profile(row).map(User.Profile::role).orElse(null))
                .column("email", row -> opened(row, User.Profile::email).orElse(null))
                .column(
                        "email_lower",
                        row -> opened(row, User.Profile::email)
                                .map(email -> email.toLowerCase(Locale.ROOT))
                                .orElse(null))
                .column(
                        "display_name",
                        row -> opened(row, User.Profile::displayName).orElse(null));
    }

    private static StateView<ApiKey> apiKeys() {
        return StateView.of(IdentityEntities.API_KEY, "api_keys")
                .column("status", row -> ApiKeyStatus.of(row.state()))
                .column("name", row -> switch (row.state()) {
                    case ApiKey.Absent _ -> null;
                    case ApiKey.Active active -> active.name();
                    case ApiKey.Revoked revoked -> revoked.name();
                })
                .column("role", row -> switch (row.state()) {
                    case ApiKey.Absent _ -> null;
                    case ApiKey.Active active -> active.role();
                    case ApiKey.Revoked revoked -> revoked.role();
                })
                .column(
                        "scopes",
                        row -> row.state() instanceof ApiKey.Active active
                                ? active.scopes().stream().map(Object::toString).toList()
                                : List.of())
                .column("expires_at", row -> row.state() instanceof ApiKey.Active active ? end(active.expiry()) : null);
    }

    /** For the process that finishes or undoes what an invitation left half-way. */
    private static StateView<EmailClaim> emailReservations() {
        return StateView.of(IdentityEntities.EMAIL_CLAIM, "email_claims")
                .column("user_id", row -> switch (row.state()) {
                    case EmailClaim.Absent _ -> null;
                    case EmailClaim.Reserved reserved -> reserved.user();
                    case EmailClaim.Held held -> held.user();
                })
                .column(
                        "reserved_until",
                        row -> row.state() instanceof EmailClaim.Reserved reserved ? reserved.until() : null);
    }

    private Optional<String> opened(Row<User> row, Function<User.Profile, Sealed> field) {
        return profile(row).flatMap(profile -> personalData.open(row.tenant(), row.id(), field.apply(profile)));
    }

    private static Optional<User.Profile> profile(Row<User> row) {
        return row.state() instanceof User.Known known ? Optional.of(known.profile()) : Optional.empty();
    }

    private static @Nullable Object end(Expiry expiry) {
        return switch (expiry) {
            case Expiry.Never _ -> null;
            case Expiry.At(var instant) -> instant;
        };
    }
}
