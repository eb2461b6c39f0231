package dev.perennial.domain.identity.session;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.FORBIDDEN;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static dev.perennial.domain.kernel.Rejection.Kind.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.session.SessionCommand.CloseSession;
import dev.perennial.domain.identity.session.SessionCommand.OpenSession;
import dev.perennial.domain.identity.session.SessionCommand.RotateRefreshToken;
import dev.perennial.domain.identity.session.SessionEvent.RefreshTokenRotated;
import dev.perennial.domain.identity.session.SessionEvent.SessionClosed;
import dev.perennial.domain.identity.session.SessionEvent.SessionOpened;
import dev.perennial.domain.identity.session.SessionEvent.SessionRevoked;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionDeciderTest {

    private static final UserId ANN = new UserId("ann");
    private static final Instant LATER = Given.NOW.plusSeconds(3600);
    private static final Instant LATEST = LATER.plusSeconds(3600);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final SecretHash UNKNOWN = new SecretHash("unknown");

    private static final SessionOpened OPENED = new SessionOpened(ANN, 3, token(0), LATER);
    private static final SessionClosed CLOSED = new SessionClosed();
    private static final SessionRevoked REVOKED = new SessionRevoked(CloseReason.TOKEN_REUSED);
    private static final CloseSession CLOSE = new CloseSession();

    private static Given<Session, SessionCommand, SessionEvent, SessionReply> session(SessionEvent... history) {
        return Given.entity(new SessionDecider()).events(history);
    }

    private static SecretHash token(int number) {
        return new SecretHash("token" + number);
    }

    private static RotateRefreshToken rotate(SecretHash presented, int next) {
        return new RotateRefreshToken(presented, token(next), LATEST, GRACE);
    }

    private static RefreshTokenRotated rotated(int number) {
        return new RefreshTokenRotated(token(number), LATEST);
    }

    private static SessionEvent[] rotatedTimes(int times) {
        return IntStream.rangeClosed(1, times)
                .mapToObj(SessionDeciderTest::rotated)
                .toArray(SessionEvent[]::new);
    }

    private static Caller user(String id, Role role) {
        return new Caller(Caller.Kind.USER, id, role.rank());
    }

    @Test
    void isOpened() {
        session()
                .when(new OpenSession(ANN, 3, token(0), LATER))
                .then(OPENED)
                .replying(SessionReply.OPENED)
                .leaving(new Session.Open(ANN, 3, token(0), LATER, List.of()));
    }

    @Test
    void isOpenedOnce() {
        var open = new OpenSession(ANN, 3, token(0), LATER);
        session(OPENED).when(open).thenRejected(CONFLICT, "session.exists");
        session(OPENED, CLOSED).when(open).thenRejected(CONFLICT, "session.exists");
    }

    @Test
    void isNotOpenedExpired() {
        session().when(new OpenSession(ANN, 3, token(0), Given.NOW)).thenRejected(INVALID, "session.expiry-past");
    }

    @Test
    void theCurrentTokenIsReplaced() {
        session(OPENED)
                .when(rotate(token(0), 1))
                .then(rotated(1))
                .replying(SessionReply.ROTATED)
                .leaving(new Session.Open(ANN, 3, token(1), LATEST, List.of(token(0))));
    }

    @Test
    void aReplacedTokenClosesTheSessionAndTellsSo() {
        session(OPENED, rotated(1))
                .when(rotate(token(0), 2))
                .then(REVOKED)
                .replying(SessionReply.REUSE_DETECTED)
                .leaving(new Session.Closed(ANN, CloseReason.TOKEN_REUSED));
        session(OPENED, rotated(1), rotated(2))
                .when(rotate(token(0), 3))
                .then(REVOKED)
                .replying(SessionReply.REUSE_DETECTED);
    }

    @Test
    void theLastRotationIsAnsweredAgainWithinTheGrace() {
        var rotated = session(OPENED, rotated(1), rotated(2));
        rotated.when(again(token(1), 2, GRACE.minusNanos(1))).thenNothing().replying(SessionReply.REPEATED);
        rotated.when(again(token(1), 2, GRACE)).then(REVOKED);
        rotated.when(again(token(1), 2, GRACE.minusNanos(1).negated()))
                .thenNothing()
                .replying(SessionReply.REPEATED);
        rotated.when(again(token(1), 2, GRACE.negated())).then(REVOKED);
        rotated.when(again(token(1), 3, Duration.ZERO)).then(REVOKED);
        rotated.when(again(token(0), 2, Duration.ZERO)).then(REVOKED);
        rotated.when(again(token(0), 1, Duration.ZERO)).then(REVOKED);
    }

    private static RotateRefreshToken again(SecretHash presented, int next, Duration later) {
        return new RotateRefreshToken(presented, token(next), LATEST.plus(later), GRACE);
    }

    @Test
    void afterAReuseNotEvenTheCurrentTokenIsGood() {
        session(OPENED, rotated(1), REVOKED).when(rotate(token(1), 2)).thenRejected(UNAUTHENTICATED, "session.closed");
    }

    @Test
    void aReuseIsNoticedAfterTheSessionExpiredToo() {
        session(OPENED, rotated(1))
                .at(LATEST.plusSeconds(1))
                .when(rotate(token(0), 2))
                .then(REVOKED);
    }

    @Test
    void anUnknownTokenChangesNothing() {
        session(OPENED).when(rotate(UNKNOWN, 1)).thenRejected(UNAUTHENTICATED, "session.token-unknown");
    }

    @Test
    void replacedTokensAreRememberedUpToABound() {
        var many = session(OPENED).events(rotatedTimes(40));
        var open = (Session.Open) many.state();
        assertThat(open.replaced()).hasSize(32).startsWith(token(39)).endsWith(token(8));
        many.when(rotate(token(8), 41)).then(REVOKED);
        many.when(rotate(token(7), 41)).thenRejected(UNAUTHENTICATED, "session.token-unknown");
        many.when(rotate(token(40), 41)).then(rotated(41));
    }

    @Test
    void anExpiredTokenIsNotReplaced() {
        session(OPENED).at(LATER).when(rotate(token(0), 1)).thenRejected(UNAUTHENTICATED, "session.expired");
        session(OPENED).at(LATER.minusNanos(1)).when(rotate(token(0), 1)).then(rotated(1));
    }

    @Test
    void aTokenIsNotReplacedByAnExpiredOne() {
        session(OPENED)
                .when(new RotateRefreshToken(token(0), token(1), Given.NOW, GRACE))
                .thenRejected(INVALID, "session.expiry-past");
    }

    @Test
    void isClosedByItsUser() {
        session(OPENED)
                .by(user("ann", Role.VIEWER))
                .when(CLOSE)
                .then(CLOSED)
                .replying(SessionReply.CLOSED)
                .leaving(new Session.Closed(ANN, CloseReason.LOGGED_OUT));
    }

    @Test
    void isClosedByAnAdminButByNoOtherUser() {
        session(OPENED).by(user("bob", Role.ADMIN)).when(CLOSE).then(CLOSED);
        session(OPENED).by(user("bob", Role.MEMBER)).when(CLOSE).thenRejected(FORBIDDEN, "session.not-own");
        session(OPENED, CLOSED).by(user("bob", Role.MEMBER)).when(CLOSE).thenRejected(FORBIDDEN, "session.not-own");
    }

    @Test
    void isClosedOnce() {
        session(OPENED, CLOSED).when(CLOSE).thenNothing().replying(SessionReply.CLOSED);
        session(OPENED, REVOKED).when(CLOSE).thenNothing().leaving(new Session.Closed(ANN, CloseReason.TOKEN_REUSED));
    }

    @Test
    void nothingIsDoneToASessionThatIsNotThere() {
        session().when(CLOSE).thenRejected(NOT_FOUND, "session.not-found");
        session().when(rotate(token(0), 1)).thenRejected(NOT_FOUND, "session.not-found");
    }
}
