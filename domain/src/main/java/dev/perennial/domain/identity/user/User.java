package dev.perennial.domain.identity.user;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.kernel.Sealed;
import java.time.Instant;

/** A person of a tenant. */
public sealed interface User {

    record Absent() implements User {}

    /** Was to be invited and never will be. */
    record Abandoned() implements User {}

    /** Someone we know. */
    sealed interface Known extends User {

        Profile profile();

        /** The same with another profile. */
        Known with(Profile profile);
    }

    record Invited(Profile profile, SecretHash invitationTokenHash, Instant expiresAt) implements Known {
        @Override
        public Invited with(Profile newProfile) {
            return new Invited(newProfile, invitationTokenHash, expiresAt);
        }
    }

    /** May log in. @param sessionGeneration counts up when all sessions so far are to end */
    record Active(Profile profile, PasswordHash passwordHash, int sessionGeneration) implements Known {
        @Override
        public Active with(Profile newProfile) {
            return new Active(newProfile, passwordHash, sessionGeneration);
        }
    }

    /** May not log in until reactivated. */
    record Deactivated(Profile profile, PasswordHash passwordHash, int sessionGeneration) implements Known {
        @Override
        public Deactivated with(Profile newProfile) {
            return new Deactivated(newProfile, passwordHash, sessionGeneration);
        }
    }

    /** Nothing personal is left, and nobody comes back under this id. */
    record Erased() implements User {}

    /**
     * What is known of a user whatever their state.
     *
     * @param emailClaim the claim that makes the email theirs alone
     */
    record Profile(Sealed email, Sealed displayName, Role role, EmailClaimId emailClaim) {

        Profile withRole(Role newRole) {
            return new Profile(email, displayName, newRole, emailClaim);
        }

        Profile withDisplayName(Sealed newDisplayName) {
            return new Profile(email, newDisplayName, role, emailClaim);
        }
    }

    /** Whether a session that was opened under this generation may go on. */
    default boolean admits(int generation) {
        return this instanceof Active active && active.sessionGeneration() == generation;
    }
}
