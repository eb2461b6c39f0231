package dev.perennial.app.identity;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.ProblemException;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.AccessTokens;
import dev.perennial.app.security.CommandIdentity;
import dev.perennial.app.security.EmailAddress;
import dev.perennial.app.security.Secret;
import dev.perennial.app.security.Secrets;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.SessionId;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.session.Session;
import dev.perennial.domain.identity.session.SessionCommand;
import dev.perennial.domain.identity.session.SessionCommand.CloseSession;
import dev.perennial.domain.identity.session.SessionCommand.OpenSession;
import dev.perennial.domain.identity.session.SessionCommand.RotateRefreshToken;
import dev.perennial.domain.identity.session.SessionReply;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Logging in, staying logged in, and logging out. */
final class SessionRoutes implements Routes {

    private record LogIn(String email, String password) {}

    private record Refresh(String refreshToken) {}

    private record LoggedIn(
            String id,
            long revision,
            String user,
            String tokenType,
            String accessToken,
            Instant accessTokenExpiresAt,
            String refreshToken,
            Instant refreshTokenExpiresAt) {}

    private final Commands commands;
    private final Entities entities;
    private final Flows flows;
    private final LogIns logIns;
    private final Secrets secrets;
    private final AccessTokens tokens;
    private final IdentitySettings settings;
    private final Clock clock;

    SessionRoutes(
            Commands commands,
            Entities entities,
            Flows flows,
            LogIns logIns,
            Secrets secrets,
            AccessTokens tokens,
            IdentitySettings settings,
            Clock clock) {
        this.commands = commands;
        this.entities = entities;
        this.flows = flows;
        this.logIns = logIns;
        this.secrets = secrets;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of(
                "logIn", flows.handler(this::logIn),
                "refreshSession", flows.handler(this::refresh),
                "logOut",
                        call -> Answers.send(
                                commands,
                                call,
                                IdentityEntities.SESSION,
                                call.tenant(),
                                call.id("session"),
                                new CloseSession()));
    }

    private Reply logIn(Call call) {
        var body = call.body(LogIn.class);
        var email =
                EmailAddress.parse(body.email()).orElseThrow(() -> Answers.misfit("/email", "is not an email address"));
        var proved =
                logIns.prove(call.tenant(), email, body.password(), call.head().remote());
        var request = commands.identity(call, nobodyBut(proved.account().entity()));
        var session = request.newId("s");
        var token = secrets.derive(Secret.Kind.REFRESH_TOKEN, call.tenant(), session, request);
        var generation = proved.user().sessionGeneration();
        var expiresAt = clock.instant().plus(settings.sessionLife());
        var command = new OpenSession(proved.id(), generation, token.hash(), expiresAt);
        var done = send(call, request, session, command, caller(proved.id(), proved.user()));
        return loggedIn(call, 201, token, proved.id(), proved.user(), done, expiresAt);
    }

    private Reply refresh(Call call) {
        var presented = secrets.parse(
                        Secret.Kind.REFRESH_TOKEN, call.body(Refresh.class).refreshToken())
                .filter(secret -> secret.tenant().equals(call.tenant()))
                .orElseThrow(SessionRoutes::over);
        var session = presented.entity();
        var open = await(entities.read(IdentityEntities.SESSION, call.tenant(), session))
                .state();
        if (!(open instanceof Session.Open found)) {
            throw over();
        }
        var id = found.user();
        var generation = found.generation();
        var user = await(entities.read(IdentityEntities.USER, call.tenant(), id.entity()))
                .state();
        if (!(user instanceof User.Active active) || !active.admits(generation)) {
            throw over();
        }
        var request = commands.exchange(call, nobodyBut(session), presented);
        var next = secrets.derive(Secret.Kind.REFRESH_TOKEN, call.tenant(), session, request);
        var expiresAt = clock.instant().plus(settings.sessionLife());
        var command = new RotateRefreshToken(presented.hash(), next.hash(), expiresAt, settings.refreshGrace());
        var done = send(call, request, session, command, caller(id, active));
        if (done.reply() == SessionReply.REUSE_DETECTED) {
            throw over();
        }
        return loggedIn(call, 200, next, id, active, done, expiresAt);
    }

    private Outcome.Committed<SessionReply> send(
            Call call, CommandIdentity request, EntityId session, SessionCommand command, Caller caller) {
        var meta = new CommandMeta(
                request.key(), CommandMeta.ANY_REVISION, caller, call.head().trace());
        return Commands.committed(
                await(entities.send(IdentityEntities.SESSION, call.tenant(), session, command, meta)));
    }

    private Reply loggedIn(
            Call call,
            int status,
            Secret refreshToken,
            UserId id,
            User.Active user,
            Outcome.Committed<SessionReply> done,
            Instant expiresAt) {
        var session = refreshToken.entity();
        var access = tokens.issue(
                call.tenant(), id, user.profile().role(), new SessionId(session.value()), user.sessionGeneration());
        return Answers.committed(
                status,
                IdentityEntities.SESSION,
                call.tenant(),
                session,
                done.revision(),
                new LoggedIn(
                        session.value(),
                        done.revision(),
                        id.value(),
                        "Bearer",
                        access.token(),
                        access.expiresAt(),
                        refreshToken.text(),
                        expiry(call, session, done, expiresAt)));
    }

    /** A repeated request's refresh token expires when the first answer said. */
    private Instant expiry(Call call, EntityId session, Outcome.Committed<SessionReply> done, Instant fresh) {
        if (!done.replayed() && done.reply() != SessionReply.REPEATED) {
            return fresh;
        }
        var state = await(entities.read(IdentityEntities.SESSION, call.tenant(), session))
                .state();
        return state instanceof Session.Open open ? open.expiresAt() : fresh;
    }

    /** Before anyone is proved all callers look alike; what they ask for tells them apart. */
    private static Caller nobodyBut(EntityId what) {
        return new Caller(Caller.Kind.ANONYMOUS, what.value(), 0);
    }

    private static Caller caller(UserId id, User.Active user) {
        return new Caller(Caller.Kind.USER, id.value(), user.profile().role().rank());
    }

    private static ProblemException over() {
        return Problems.UNAUTHENTICATED.exception("The session is over, or this is not its refresh token.");
    }
}
