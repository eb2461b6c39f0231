package dev.perennial.domain.identity.emailclaim;

import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;

/** What can have happened to an {@link EmailClaim}. Stored for ever: a change of form is a new version. */
public sealed interface EmailClaimEvent {

    @EventName("identity.email-reserved")
    record EmailReserved(UserId user, Instant until) implements EmailClaimEvent {}

    @EventName("identity.email-confirmed")
    record EmailConfirmed(UserId user) implements EmailClaimEvent {}

    @EventName("identity.email-released")
    record EmailReleased(UserId user) implements EmailClaimEvent {}
}
