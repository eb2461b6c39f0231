package dev.perennial.domain.identity.session;

import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.session.Session.Absent;
import dev.perennial.domain.identity.session.Session.Closed;
import dev.perennial.domain.identity.session.Session.Open;
import dev.perennial.domain.identity.session.SessionCommand.CloseSession;
import dev.perennial.domain.identity.session.SessionCommand.OpenSession;
import dev.perennial.domain.identity.session.SessionCommand.RotateRefreshToken;
import dev.perennial.domain.identity.session.SessionEvent.RefreshTokenRotated;
import dev.perennial.domain.identity.session.SessionEvent.SessionClosed;
import dev.perennial.domain.identity.session.SessionEvent.SessionOpened;
import dev.perennial.domain.identity.session.SessionEvent.SessionRevoked;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Rejection;
import java.time.Duration;
import java.util.List;

/**
 * The rules of a {@link Session}. Each refresh token is good once. Whether the user may still be logged in at all is
 * the user's to say ({@code User.admits}), not the session's.
 */
public final class SessionDecider implements Decider<Session, SessionCommand, SessionEvent, SessionReply> {

    @Override
    public Session initial() {
        return new Absent();
    }

    @Override
    public Decision<SessionEvent, SessionReply> decide(Session state, SessionCommand command, Context context) {
        return switch (state) {
            case Absent _ -> absent(command, context);
            case Open session -> open(session, command, context);
            case Closed session -> closed(session, command, context);
        };
    }

    private static Decision<SessionEvent, SessionReply> absent(SessionCommand command, Context context) {
        return switch (command) {
            case OpenSession(var user, var generation, var tokenHash, var expiresAt) ->
                expiresAt.isAfter(context.now())
                        ? accept(SessionReply.OPENED, new SessionOpened(user, generation, tokenHash, expiresAt))
                        : expiryPast();
            case RotateRefreshToken _, CloseSession _ ->
                reject(Rejection.notFound("session.not-found", "There is no such session."));
        };
    }

    private static Decision<SessionEvent, SessionReply> open(Open session, SessionCommand command, Context context) {
        return switch (command) {
            case OpenSession _ -> exists();
            case RotateRefreshToken rotate -> rotate(session, rotate, context);
            case CloseSession _ ->
                mayClose(session.user(), context) ? accept(SessionReply.CLOSED, new SessionClosed()) : notOwn();
        };
    }

    private static Decision<SessionEvent, SessionReply> closed(
            Closed session, SessionCommand command, Context context) {
        return switch (command) {
            case OpenSession _ -> exists();
            case RotateRefreshToken _ -> reject(Rejection.unauthenticated("session.closed", "The session is over."));
            case CloseSession _ -> mayClose(session.user(), context) ? accept(SessionReply.CLOSED) : notOwn();
        };
    }

    private static Decision<SessionEvent, SessionReply> rotate(
            Open session, RotateRefreshToken rotate, Context context) {
        var presented = rotate.presentedTokenHash();
        if (isRepeated(session, rotate)) {
            return accept(SessionReply.REPEATED);
        }
        if (session.hadReplaced(presented)) {
            return accept(SessionReply.REUSE_DETECTED, new SessionRevoked(CloseReason.TOKEN_REUSED));
        }
        if (!session.refreshTokenHash().matches(presented)) {
            return reject(Rejection.unauthenticated("session.token-unknown", "This is not the session's token."));
        }
        if (!context.now().isBefore(session.expiresAt())) {
            return reject(Rejection.unauthenticated("session.expired", "The session has expired."));
        }
        return rotate.expiresAt().isAfter(context.now())
                ? accept(SessionReply.ROTATED, new RefreshTokenRotated(rotate.nextTokenHash(), rotate.expiresAt()))
                : expiryPast();
    }

    /**
     * Whether the last rotation is asked for again, within the grace. As every token lives equally long, the two expiries
     * are as far apart as the two requests, of which either may have been decided first; when the life was changed in
     * between, it counts as a reuse.
     */
    private static boolean isRepeated(Open session, RotateRefreshToken rotate) {
        var apart = Duration.between(session.expiresAt(), rotate.expiresAt()).abs();
        return !session.replaced().isEmpty()
                && session.replaced().getFirst().matches(rotate.presentedTokenHash())
                && session.refreshTokenHash().matches(rotate.nextTokenHash())
                && apart.compareTo(rotate.grace()) < 0;
    }

    private static boolean mayClose(UserId user, Context context) {
        return context.caller().id().equals(user.value())
                || !Role.ADMIN.above(context.caller().rank());
    }

    private static Decision<SessionEvent, SessionReply> accept(SessionReply reply, SessionEvent... events) {
        return Decision.reply(reply, List.of(events));
    }

    private static Decision<SessionEvent, SessionReply> exists() {
        return reject(Rejection.conflict("session.exists", "A session with this id exists."));
    }

    private static Decision<SessionEvent, SessionReply> expiryPast() {
        return reject(Rejection.invalid("session.expiry-past", "The refresh token would have expired already."));
    }

    private static Decision<SessionEvent, SessionReply> notOwn() {
        return reject(Rejection.forbidden("session.not-own", "The session belongs to another user."));
    }

    @Override
    public Session evolve(Session state, SessionEvent event) {
        return switch (event) {
            case SessionOpened(var user, var generation, var tokenHash, var expiresAt) ->
                new Open(user, generation, tokenHash, expiresAt, List.of());
            case RefreshTokenRotated(var tokenHash, var expiresAt) ->
                switch (state) {
                    case Open session -> session.rotated(tokenHash, expiresAt);
                    case Absent _, Closed _ -> state;
                };
            case SessionRevoked(var reason) -> ended(state, reason);
            case SessionClosed _ -> ended(state, CloseReason.LOGGED_OUT);
        };
    }

    private static Session ended(Session state, CloseReason reason) {
        return switch (state) {
            case Open session -> new Closed(session.user(), reason);
            case Absent _, Closed _ -> state;
        };
    }
}
