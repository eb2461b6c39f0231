package dev.perennial.domain.identity.session;

import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.EventName;
import java.time.Instant;

/** What can have happened to a {@link Session}. Stored for ever: a change of form is a new version. */
public sealed interface SessionEvent {

    @EventName("identity.session-opened")
    record SessionOpened(UserId user, int generation, SecretHash refreshTokenHash, Instant expiresAt)
            implements SessionEvent {}

    @EventName("identity.session-refreshed")
    record RefreshTokenRotated(SecretHash refreshTokenHash, Instant expiresAt) implements SessionEvent {}

    /** We ended it to protect the user. */
    @EventName("identity.session-revoked")
    record SessionRevoked(CloseReason reason) implements SessionEvent {}

    /** Somebody ended it on purpose. */
    @EventName("identity.session-closed")
    record SessionClosed() implements SessionEvent {}
}
