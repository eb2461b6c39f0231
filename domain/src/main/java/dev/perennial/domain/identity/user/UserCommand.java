package dev.perennial.domain.identity.user;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.Sealed;
import java.time.Instant;

/** What one can ask of a {@link User}. */
public sealed interface UserCommand {

    /**
     * The first command of a user's life.
     *
     * @param displayName an encrypted empty text when there is none
     * @param emailClaim the claim that is reserved for this user
     * @param expiresAt when the invitation can no longer be accepted
     */
    record InviteUser(
            Sealed email,
            Sealed displayName,
            Role role,
            EmailClaimId emailClaim,
            SecretHash invitationTokenHash,
            Instant expiresAt)
            implements UserCommand {}

    /** By whoever holds the token; they are nobody yet, so their rank does not count. */
    record AcceptInvitation(SecretHash presentedTokenHash, PasswordHash passwordHash) implements UserCommand {}

    /**
     * Makes sure that nobody is ever invited under this id, so that the email it was to have can be given to another:
     * an invitation that is still under way is refused when it arrives.
     */
    record AbandonInvitation() implements UserCommand {}

    /** Done to a user, by themselves or by someone whom they do not outrank. */
    sealed interface OnUser extends UserCommand {}

    /** Not above the caller's own rank. */
    record ChangeRole(Role role) implements OnUser {}

    record DeactivateUser() implements OnUser {}

    record ReactivateUser() implements OnUser {}

    record ChangeProfile(Sealed displayName) implements OnUser {}

    record ChangePassword(PasswordHash passwordHash) implements OnUser {}

    record LogOutEverywhere() implements OnUser {}

    /** For ever; also withdraws an invitation. */
    record ErasePersonalData() implements OnUser {}
}
