package dev.perennial.domain.identity.user;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.EventName;
import dev.perennial.domain.kernel.Sealed;
import java.time.Instant;

/**
 * What can have happened to a {@link User}. Stored for ever: a change of form is a new version, and nothing personal is
 * in it but encrypted.
 */
public sealed interface UserEvent {

    @EventName("identity.user-invited")
    record UserInvited(
            Sealed email,
            Sealed displayName,
            Role role,
            EmailClaimId emailClaim,
            SecretHash invitationTokenHash,
            Instant expiresAt)
            implements UserEvent {}

    @EventName("identity.user-invitation-accepted")
    record InvitationAccepted(PasswordHash passwordHash) implements UserEvent {}

    @EventName("identity.user-invitation-abandoned")
    record InvitationAbandoned() implements UserEvent {}

    @EventName("identity.user-role-changed")
    record RoleChanged(Role role) implements UserEvent {}

    /** @param sessionGeneration sessions of an earlier one are over */
    @EventName("identity.user-deactivated")
    record UserDeactivated(int sessionGeneration) implements UserEvent {}

    @EventName("identity.user-reactivated")
    record UserReactivated() implements UserEvent {}

    @EventName("identity.user-profile-changed")
    record ProfileChanged(Sealed displayName) implements UserEvent {}

    /** @param sessionGeneration sessions of an earlier one are over */
    @EventName("identity.user-password-changed")
    record PasswordChanged(PasswordHash passwordHash, int sessionGeneration) implements UserEvent {}

    /** @param sessionGeneration sessions of an earlier one are over */
    @EventName("identity.user-logged-out-everywhere")
    record LoggedOutEverywhere(int sessionGeneration) implements UserEvent {}

    /** All the user's sessions are over. @param emailClaim the claim that is now to be released */
    @EventName("identity.user-personal-data-erased")
    record PersonalDataErased(EmailClaimId emailClaim) implements UserEvent {}
}
