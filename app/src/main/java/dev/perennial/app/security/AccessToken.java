package dev.perennial.app.security;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SessionId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.kernel.TenantId;
import java.time.Instant;

/**
 * What an access token says.
 *
 * @param role the user's when it was issued
 * @param generation the user's session generation when the session was opened
 * @param expiresAt from when it is not valid any more
 */
public record AccessToken(
        TenantId tenant, UserId user, Role role, SessionId session, int generation, Instant expiresAt) {}
