package dev.perennial.domain.identity.user;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.identity.user.User.Abandoned;
import dev.perennial.domain.identity.user.User.Absent;
import dev.perennial.domain.identity.user.User.Active;
import dev.perennial.domain.identity.user.User.Deactivated;
import dev.perennial.domain.identity.user.User.Erased;
import dev.perennial.domain.identity.user.User.Invited;
import dev.perennial.domain.identity.user.User.Known;
import dev.perennial.domain.identity.user.User.Profile;
import dev.perennial.domain.identity.user.UserCommand.AbandonInvitation;
import dev.perennial.domain.identity.user.UserCommand.AcceptInvitation;
import dev.perennial.domain.identity.user.UserCommand.ChangePassword;
import dev.perennial.domain.identity.user.UserCommand.ChangeProfile;
import dev.perennial.domain.identity.user.UserCommand.ChangeRole;
import dev.perennial.domain.identity.user.UserCommand.DeactivateUser;
import dev.perennial.domain.identity.user.UserCommand.ErasePersonalData;
import dev.perennial.domain.identity.user.UserCommand.InviteUser;
import dev.perennial.domain.identity.user.UserCommand.LogOutEverywhere;
import dev.perennial.domain.identity.user.UserCommand.OnUser;
import dev.perennial.domain.identity.user.UserCommand.ReactivateUser;
import dev.perennial.domain.identity.user.UserEvent.InvitationAbandoned;
import dev.perennial.domain.identity.user.UserEvent.InvitationAccepted;
import dev.perennial.domain.identity.user.UserEvent.LoggedOutEverywhere;
import dev.perennial.domain.identity.user.UserEvent.PasswordChanged;
import dev.perennial.domain.identity.user.UserEvent.PersonalDataErased;
import dev.perennial.domain.identity.user.UserEvent.ProfileChanged;
import dev.perennial.domain.identity.user.UserEvent.RoleChanged;
import dev.perennial.domain.identity.user.UserEvent.UserDeactivated;
import dev.perennial.domain.identity.user.UserEvent.UserInvited;
import dev.perennial.domain.identity.user.UserEvent.UserReactivated;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;
import java.util.function.Function;

/**
 * The rules of a {@link User}. Two rules of rank hold throughout: nobody grants a role above their own, and nobody acts
 * on a user who outranks them.
 */
public final class UserDecider implements Decider<User, UserCommand, UserEvent, Done> {

    private static final int FIRST_SESSION_GENERATION = 1;

    @Override
    public User initial() {
        return new Absent();
    }

    @Override
    public Decision<UserEvent, Done> decide(User state, UserCommand command, Context context) {
        return switch (state) {
            case Absent _ -> absent(command, context);
            case Abandoned _ -> abandoned(command);
            case Known user -> known(user, command, context);
            case Erased _ -> erased(command);
        };
    }

    private static Decision<UserEvent, Done> absent(UserCommand command, Context context) {
        return switch (command) {
            case InviteUser invite -> invite(invite, context);
            case AbandonInvitation _ -> accept(new InvitationAbandoned());
            case AcceptInvitation _, OnUser _ -> notFound();
        };
    }

    private static Decision<UserEvent, Done> abandoned(UserCommand command) {
        return switch (command) {
            case InviteUser _ ->
                reject(Rejection.conflict(
                        "user.invitation-abandoned", "The invitation took too long and was given up."));
            case AbandonInvitation _ -> accept();
            case AcceptInvitation _, OnUser _ -> notFound();
        };
    }

    private static Decision<UserEvent, Done> erased(UserCommand command) {
        return switch (command) {
            case ErasePersonalData _ -> accept();
            case InviteUser _, AbandonInvitation _, AcceptInvitation _, OnUser _ ->
                reject(Rejection.gone("user.erased", "The user's personal data was erased."));
        };
    }

    private static Decision<UserEvent, Done> known(Known user, UserCommand command, Context context) {
        return switch (command) {
            case InviteUser _, AbandonInvitation _ ->
                reject(Rejection.conflict("user.already-invited", "The user is invited already."));
            case AcceptInvitation accept -> acceptInvitation(user, accept, context);
            case OnUser _
            when outranked(user, context) ->
                reject(Rejection.forbidden("user.outranks-caller", "The user's role is above the caller's."));
            case OnUser onUser -> onUser(user, onUser, context);
        };
    }

    private static Decision<UserEvent, Done> invite(InviteUser invite, Context context) {
        if (invite.role().above(context.caller().rank())) {
            return roleAboveOwn();
        }
        if (!invite.expiresAt().isAfter(context.now())) {
            return reject(Rejection.invalid("invitation.expiry-past", "The invitation would have expired already."));
        }
        return accept(new UserInvited(
                invite.email(),
                invite.displayName(),
                invite.role(),
                invite.emailClaim(),
                invite.invitationTokenHash(),
                invite.expiresAt()));
    }

    private static Decision<UserEvent, Done> acceptInvitation(Known user, AcceptInvitation accept, Context context) {
        return switch (user) {
            case Invited invited -> {
                if (!invited.invitationTokenHash().matches(accept.presentedTokenHash())) {
                    yield reject(Rejection.unauthenticated(
                            "invitation.token-mismatch", "This is not the invitation's token."));
                }
                yield context.now().isBefore(invited.expiresAt())
                        ? accept(new InvitationAccepted(accept.passwordHash()))
                        : reject(Rejection.conflict("invitation.expired", "The invitation has expired."));
            }
            case Active _, Deactivated _ ->
                reject(Rejection.conflict("invitation.already-accepted", "The invitation was accepted before."));
        };
    }

    private static Decision<UserEvent, Done> onUser(Known user, OnUser command, Context context) {
        return switch (command) {
            case ChangeRole(var role) -> {
                if (role == user.profile().role()) {
                    yield accept();
                }
                yield role.above(authority(user, context)) ? roleAboveOwn() : accept(new RoleChanged(role));
            }
            case ChangeProfile(var displayName) ->
                displayName.equals(user.profile().displayName()) ? accept() : accept(new ProfileChanged(displayName));
            case DeactivateUser _ ->
                switch (user) {
                    case Invited _ -> notAccepted();
                    case Active active -> accept(new UserDeactivated(active.sessionGeneration() + 1));
                    case Deactivated _ -> accept();
                };
            case ReactivateUser _ ->
                switch (user) {
                    case Invited _ -> notAccepted();
                    case Active _ -> accept();
                    case Deactivated _ -> accept(new UserReactivated());
                };
            case ChangePassword(var passwordHash) ->
                switch (user) {
                    case Invited _ -> notAccepted();
                    case Active active -> accept(new PasswordChanged(passwordHash, active.sessionGeneration() + 1));
                    case Deactivated _ -> reject(Rejection.conflict("user.deactivated", "The user is deactivated."));
                };
            case LogOutEverywhere _ ->
                switch (user) {
                    case Active active -> accept(new LoggedOutEverywhere(active.sessionGeneration() + 1));
                    // Nobody can be logged in.
                    case Invited _, Deactivated _ -> accept();
                };
            case ErasePersonalData _ ->
                accept(new PersonalDataErased(user.profile().emailClaim()));
        };
    }

    private static boolean outranked(Known user, Context context) {
        return !self(context) && user.profile().role().above(context.caller().rank());
    }

    /** A credential may be older than its user's last change of role, so for oneself the lower of the two counts. */
    private static int authority(Known user, Context context) {
        var rank = context.caller().rank();
        return self(context) ? Math.min(rank, user.profile().role().rank()) : rank;
    }

    private static boolean self(Context context) {
        return context.caller().id().equals(context.id().value());
    }

    private static Decision<UserEvent, Done> notFound() {
        return reject(Rejection.notFound("user.not-found", "There is no such user."));
    }

    private static Decision<UserEvent, Done> notAccepted() {
        return reject(Rejection.conflict("user.not-active-yet", "The user has not accepted the invitation yet."));
    }

    private static Decision<UserEvent, Done> roleAboveOwn() {
        return reject(Rejection.forbidden("role.above-own", "Nobody can grant a role above their own."));
    }

    @Override
    public User evolve(User state, UserEvent event) {
        return switch (event) {
            case UserInvited e ->
                new Invited(
                        new Profile(e.email(), e.displayName(), e.role(), e.emailClaim()),
                        e.invitationTokenHash(),
                        e.expiresAt());
            case InvitationAccepted(var passwordHash) ->
                known(state, user -> new Active(user.profile(), passwordHash, FIRST_SESSION_GENERATION));
            case InvitationAbandoned _ -> new Abandoned();
            case RoleChanged(var role) ->
                known(state, user -> user.with(user.profile().withRole(role)));
            case ProfileChanged(var displayName) ->
                known(state, user -> user.with(user.profile().withDisplayName(displayName)));
            case UserDeactivated(var generation) ->
                active(state, user -> new Deactivated(user.profile(), user.passwordHash(), generation));
            case UserReactivated _ ->
                state instanceof Deactivated user
                        ? new Active(user.profile(), user.passwordHash(), user.sessionGeneration())
                        : state;
            case PasswordChanged(var passwordHash, var generation) ->
                active(state, user -> new Active(user.profile(), passwordHash, generation));
            case LoggedOutEverywhere(var generation) ->
                active(state, user -> new Active(user.profile(), user.passwordHash(), generation));
            case PersonalDataErased _ -> new Erased();
        };
    }

    private static User known(User state, Function<Known, Known> change) {
        return state instanceof Known user ? change.apply(user) : state;
    }

    private static User active(User state, Function<Active, Known> change) {
        return state instanceof Active user ? change.apply(user) : state;
    }
}
