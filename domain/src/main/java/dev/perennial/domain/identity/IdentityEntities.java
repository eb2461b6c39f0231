package dev.perennial.domain.identity;

import dev.perennial.domain.identity.apikey.ApiKey;
import dev.perennial.domain.identity.apikey.ApiKeyCommand;
import dev.perennial.domain.identity.apikey.ApiKeyDecider;
import dev.perennial.domain.identity.apikey.ApiKeyEvent;
import dev.perennial.domain.identity.emailclaim.EmailClaim;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand;
import dev.perennial.domain.identity.emailclaim.EmailClaimDecider;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent;
import dev.perennial.domain.identity.session.Session;
import dev.perennial.domain.identity.session.SessionCommand;
import dev.perennial.domain.identity.session.SessionDecider;
import dev.perennial.domain.identity.session.SessionEvent;
import dev.perennial.domain.identity.session.SessionReply;
import dev.perennial.domain.identity.tenant.Tenant;
import dev.perennial.domain.identity.tenant.TenantCommand;
import dev.perennial.domain.identity.tenant.TenantDecider;
import dev.perennial.domain.identity.tenant.TenantEvent;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.identity.user.UserCommand;
import dev.perennial.domain.identity.user.UserDecider;
import dev.perennial.domain.identity.user.UserEvent;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityType;
import java.util.List;

/** The entities of identity. Whatever is to hold for every entity finds them here. */
public final class IdentityEntities {

    /** Its local id is the tenant's own id. */
    public static final EntityType<Tenant, TenantCommand, TenantEvent, Done> TENANT =
            EntityType.of("identity.tenant", new TenantDecider(), Tenant.class, TenantCommand.class, TenantEvent.class);

    public static final EntityType<User, UserCommand, UserEvent, Done> USER =
            EntityType.of("identity.user", new UserDecider(), User.class, UserCommand.class, UserEvent.class);

    public static final EntityType<EmailClaim, EmailClaimCommand, EmailClaimEvent, Done> EMAIL_CLAIM = EntityType.of(
            "identity.email-claim",
            new EmailClaimDecider(),
            EmailClaim.class,
            EmailClaimCommand.class,
            EmailClaimEvent.class);

    public static final EntityType<ApiKey, ApiKeyCommand, ApiKeyEvent, Done> API_KEY = EntityType.of(
            "identity.api-key", new ApiKeyDecider(), ApiKey.class, ApiKeyCommand.class, ApiKeyEvent.class);

    public static final EntityType<Session, SessionCommand, SessionEvent, SessionReply> SESSION = new EntityType<>(
            "identity.session",
            new SessionDecider(),
            Session.class,
            SessionCommand.class,
            SessionEvent.class,
            SessionReply.class,
            List.of());

    public static final List<EntityType<?, ?, ?, ?>> ALL = List.of(TENANT, USER, EMAIL_CLAIM, API_KEY, SESSION);

    private IdentityEntities() {}
}
