package dev.perennial.app.identity;

import static dev.perennial.app.http.Flows.await;

import dev.perennial.app.command.Answers;
import dev.perennial.app.command.Commands;
import dev.perennial.app.http.Call;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.Handler;
import dev.perennial.app.http.Problem;
import dev.perennial.app.http.Problems;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.security.CommandIdentity;
import dev.perennial.app.security.EmailAddress;
import dev.perennial.app.security.IdDeriver;
import dev.perennial.app.security.Password;
import dev.perennial.app.security.PasswordHasher;
import dev.perennial.app.security.Secret;
import dev.perennial.app.security.Secrets;
import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ConfirmEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReserveEmail;
import dev.perennial.domain.identity.user.PasswordHash;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.identity.user.UserCommand.AcceptInvitation;
import dev.perennial.domain.identity.user.UserCommand.InviteUser;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Sealed;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.identity.EmailClaimProcess;
import dev.perennial.persistence.identity.OverdueReservation;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.vault.PersonalData;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inviting people, and their accepting it.
 *
 * <p>An invitation spans two entities: it reserves the email, invites the user, and confirms the email. Where it breaks
 * off, {@link EmailClaimProcess} brings the claim to the end that the user came to.
 */
final class Invitations implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);

    private record Invite(String email, @Nullable String displayName, String role) {}

    private record Accept(String token, String password) {}

    private record Invited(String id, long revision, String invitationToken, Instant expiresAt) {}

    private final Commands commands;
    private final Entities entities;
    private final Flows flows;
    private final IdDeriver ids;
    private final Secrets secrets;
    private final PasswordHasher hasher;
    private final PersonalData personalData;
    private final EmailClaimProcess claims;
    private final IdentitySettings settings;
    private final Clock clock;

    Invitations(
            Commands commands,
            Entities entities,
            Flows flows,
            IdDeriver ids,
            Secrets secrets,
            PasswordHasher hasher,
            PersonalData personalData,
            EmailClaimProcess claims,
            IdentitySettings settings,
            Clock clock) {
        this.commands = commands;
        this.entities = entities;
        this.flows = flows;
        this.ids = ids;
        this.secrets = secrets;
        this.hasher = hasher;
        this.personalData = personalData;
        this.claims = claims;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Map<String, Handler> handlers() {
        return Map.of("inviteUser", flows.handler(this::invite), "acceptInvitation", flows.handler(this::accept));
    }

    private Reply invite(Call call) {
        var body = call.body(Invite.class);
        var tenant = call.tenant();
        var email =
                EmailAddress.parse(body.email()).orElseThrow(() -> Answers.misfit("/email", "is not an email address"));
        var request = commands.identity(call);
        var user = request.newId("u");
        var claim = new EmailClaimId(ids.emailClaim(tenant, email).value());
        var token = secrets.derive(Secret.Kind.INVITATION, tenant, user, request);
        var command = new InviteUser(
                new Sealed(""),
                new Sealed(""),
                Role.valueOf(body.role().toUpperCase(Locale.ROOT)),
                claim,
                token.hash(),
                clock.instant().plus(settings.invitationLife()));
        refuseEarly(call, user, command);
        var reservation = new OverdueReservation(tenant, claim, new UserId(user.value()), reservedUntil());
        var before = await(entities.read(IdentityEntities.USER, tenant, user));
        if (before.state() instanceof User.Absent) {
            Commands.committed(tell(call, reservation, new ReserveEmail(reservation.user(), reservation.until())));
        }
        var outcome = send(call, request, user, seal(command, tenant, user, email, body.displayName()));
        var done = settled(call, reservation, outcome);
        return Answers.committed(
                201,
                IdentityEntities.USER,
                tenant,
                user,
                done.revision(),
                new Invited(user.value(), done.revision(), token.text(), expiry(tenant, user, command, done)));
    }

    /** Decides on the state that the command will meet, so that what is refused anyway reserves nothing. */
    private void refuseEarly(Call call, EntityId user, InviteUser command) {
        var decider = IdentityEntities.USER.decider();
        var context = new Context(
                call.tenant(), user, clock.instant(), call.principal().caller());
        if (decider.decide(decider.initial(), command, context) instanceof Decision.Rejected<?, ?>(var rejection)) {
            throw Problem.of(rejection).exception();
        }
    }

    private Instant reservedUntil() {
        return clock.instant().plus(settings.reservation());
    }

    private InviteUser seal(
            InviteUser command, TenantId tenant, EntityId user, EmailAddress email, @Nullable String displayName) {
        return new InviteUser(
                personalData.seal(tenant, user, email.text()),
                personalData.seal(tenant, user, displayName == null ? "" : displayName),
                command.role(),
                command.emailClaim(),
                command.invitationTokenHash(),
                command.expiresAt());
    }

    private Outcome<Done> send(Call call, CommandIdentity request, EntityId user, InviteUser command) {
        return await(
                entities.send(IdentityEntities.USER, call.tenant(), user, command, commands.meta(call, request.key())));
    }

    /** Without a key: these commands are idempotent by themselves, and a remembered one would have no effect later. */
    private Outcome<Done> tell(Call call, OverdueReservation reservation, EmailClaimCommand command) {
        return await(entities.send(
                IdentityEntities.EMAIL_CLAIM,
                reservation.tenant(),
                reservation.claim().entity(),
                command,
                CommandMeta.by(call.principal().caller()).traced(call.head().trace())));
    }

    /** If a step gets no answer now, the process takes it later: the caller's answer stays what it is. */
    private void settle(OverdueReservation reservation) {
        try {
            claims.settle(reservation);
        } catch (RuntimeException unfinished) {
            LOG.debug("a reservation is left to the process", unfinished);
        }
    }

    /** Leaves the claim as the user's fate demands. Where that is not known the process will find out. */
    private Outcome.Committed<Done> settled(Call call, OverdueReservation reservation, Outcome<Done> outcome) {
        switch (outcome) {
            case Outcome.Committed<Done> _ -> tell(call, reservation, new ConfirmEmail(reservation.user()));
            case Outcome.Refused<Done> _, Outcome.KeyReused<Done> _, Outcome.RevisionMismatch<Done> _ ->
                settle(reservation);
            case Outcome.Overloaded<Done> _, Outcome.Unknown<Done> _ -> {
                // It may still come through.
            }
        }
        return Commands.committed(outcome);
    }

    /** A repeated invitation expires when the first one does. */
    private Instant expiry(TenantId tenant, EntityId user, InviteUser command, Outcome.Committed<Done> done) {
        if (!done.replayed()) {
            return command.expiresAt();
        }
        var now = await(entities.read(IdentityEntities.USER, tenant, user)).state();
        return now instanceof User.Invited invited ? invited.expiresAt() : command.expiresAt();
    }

    /** Whoever has the token is the user, and is recorded so. */
    private Reply accept(Call call) {
        var body = call.body(Accept.class);
        var token = secrets.parse(Secret.Kind.INVITATION, body.token())
                .filter(secret ->
                        secret.tenant().equals(call.tenant()) && secret.entity().equals(call.id("user")))
                .orElseThrow(() -> Problems.UNAUTHENTICATED.exception("This is not the invitation's token."));
        var password = password(body.password(), "/password");
        var hash = new PasswordHash(hasher.hash(password));
        var user = call.id("user");
        var meta = new CommandMeta(
                commands.identity(call).key(),
                call.head().expectedRevision(),
                new Caller(Caller.Kind.USER, user.value(), 0),
                call.head().trace());
        var command = new AcceptInvitation(token.hash(), hash);
        var done = Commands.committed(await(entities.send(IdentityEntities.USER, call.tenant(), user, command, meta)));
        return Answers.done(200, IdentityEntities.USER, call.tenant(), user, done);
    }

    static Password password(String typed, String pointer) {
        Optional<Password> password = Password.parse(typed);
        return password.orElseThrow(() -> Answers.misfit(pointer, "has 8 to 256 characters"));
    }
}
