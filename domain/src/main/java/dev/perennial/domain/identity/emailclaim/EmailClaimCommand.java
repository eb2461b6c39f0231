package dev.perennial.domain.identity.emailclaim;

import dev.perennial.domain.identity.UserId;
import java.time.Instant;

/** What one can ask of an {@link EmailClaim}. */
public sealed interface EmailClaimCommand {

    /** @param until when the process that settles forgotten reservations may look into it */
    record ReserveEmail(UserId user, Instant until) implements EmailClaimCommand {}

    record ConfirmEmail(UserId user) implements EmailClaimCommand {}

    /** Asks that the user not have the email; it leaves another user's claim alone. */
    record ReleaseEmail(UserId user) implements EmailClaimCommand {}
}
