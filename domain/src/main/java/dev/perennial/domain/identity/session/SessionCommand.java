package dev.perennial.domain.identity.session;

import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;

/** What one can ask of a {@link Session}. */
public sealed interface SessionCommand {

    /**
     * Answers {@link SessionReply#OPENED}.
     *
     * @param generation the user's session generation at log-in
     * @param expiresAt when the refresh token is no longer good
     */
    record OpenSession(UserId user, int generation, SecretHash refreshTokenHash, Instant expiresAt)
            implements SessionCommand {}

    /**
     * Replaces the refresh token. Answers {@link SessionReply#ROTATED}; {@link SessionReply#REPEATED} when the presented
     * one has just been replaced by that same next one; or {@link SessionReply#REUSE_DETECTED} when it had been replaced
     * in any other way.
     *
     * @param grace how long a client that got no answer may present the replaced token again
     */
    record RotateRefreshToken(
            SecretHash presentedTokenHash, SecretHash nextTokenHash, Instant expiresAt, Duration grace)
            implements SessionCommand {}

    /** Logs out. By the session's user or an admin. Answers {@link SessionReply#CLOSED}. */
    record CloseSession() implements SessionCommand {}
}
