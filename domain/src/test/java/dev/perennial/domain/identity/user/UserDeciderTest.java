package dev.perennial.domain.identity.user;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.FORBIDDEN;
import static dev.perennial.domain.kernel.Rejection.Kind.GONE;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static dev.perennial.domain.kernel.Rejection.Kind.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.Role;
import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.user.UserCommand.AbandonInvitation;
import dev.perennial.domain.identity.user.UserCommand.AcceptInvitation;
import dev.perennial.domain.identity.user.UserCommand.ChangePassword;
import dev.perennial.domain.identity.user.UserCommand.ChangeProfile;
import dev.perennial.domain.identity.user.UserCommand.ChangeRole;
import dev.perennial.domain.identity.user.UserCommand.DeactivateUser;
import dev.perennial.domain.identity.user.UserCommand.ErasePersonalData;
import dev.perennial.domain.identity.user.UserCommand.InviteUser;
import dev.perennial.domain.identity.user.UserCommand.LogOutEverywhere;
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
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import dev.perennial.domain.kernel.Sealed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class UserDeciderTest {

    private static final Sealed EMAIL = new Sealed("email");
    private static final Sealed NAME = new Sealed("name");
    private static final Sealed NEW_NAME = new Sealed("new-name");
    private static final EmailClaimId CLAIM = new EmailClaimId("claim");
    private static final SecretHash TOKEN = new SecretHash("token");
    private static final Instant TOMORROW = Given.NOW.plusSeconds(86_400);
    private static final PasswordHash PASSWORD = new PasswordHash("$argon2id$1");
    private static final PasswordHash NEW_PASSWORD = new PasswordHash("$argon2id$2");

    private static final UserInvited INVITED = invited(Role.ADMIN);
    private static final InvitationAccepted ACCEPTED = new InvitationAccepted(PASSWORD);
    private static final UserDeactivated DEACTIVATED = new UserDeactivated(2);
    private static final PersonalDataErased ERASED = new PersonalDataErased(CLAIM);
    private static final InvitationAbandoned ABANDONED = new InvitationAbandoned();

    private static final InviteUser INVITE = invite(Role.ADMIN);
    private static final AcceptInvitation ACCEPT = new AcceptInvitation(TOKEN, PASSWORD);
    private static final AbandonInvitation ABANDON = new AbandonInvitation();
    private static final ChangeRole CHANGE_ROLE = new ChangeRole(Role.MEMBER);
    private static final DeactivateUser DEACTIVATE = new DeactivateUser();
    private static final ReactivateUser REACTIVATE = new ReactivateUser();
    private static final ChangeProfile CHANGE_PROFILE = new ChangeProfile(NEW_NAME);
    private static final ChangePassword CHANGE_PASSWORD = new ChangePassword(NEW_PASSWORD);
    private static final LogOutEverywhere LOG_OUT = new LogOutEverywhere();
    private static final ErasePersonalData ERASE = new ErasePersonalData();

    static final List<UserCommand.OnUser> ON_USER =
            List.of(CHANGE_ROLE, DEACTIVATE, REACTIVATE, CHANGE_PROFILE, CHANGE_PASSWORD, LOG_OUT, ERASE);
    static final List<UserCommand> ALL_BUT_FIRST =
            List.of(ACCEPT, CHANGE_ROLE, DEACTIVATE, REACTIVATE, CHANGE_PROFILE, CHANGE_PASSWORD, LOG_OUT, ERASE);
    static final List<UserCommand> ALL_BUT_ERASE = List.of(
            INVITE, ACCEPT, ABANDON, CHANGE_ROLE, DEACTIVATE, REACTIVATE, CHANGE_PROFILE, CHANGE_PASSWORD, LOG_OUT);

    private static UserInvited invited(Role role) {
        return new UserInvited(EMAIL, NAME, role, CLAIM, TOKEN, TOMORROW);
    }

    private static InviteUser invite(Role role) {
        return new InviteUser(EMAIL, NAME, role, CLAIM, TOKEN, TOMORROW);
    }

    private static User.Profile profile(Role role) {
        return new User.Profile(EMAIL, NAME, role, CLAIM);
    }

    /** The DSL's entity id is e1, so that is the user's own id. */
    private static Given<User, UserCommand, UserEvent, Done> user(UserEvent... history) {
        return Given.entity(new UserDecider()).events(history);
    }

    private static Caller other(Role role) {
        return new Caller(Caller.Kind.USER, "other", role.rank());
    }

    private static Caller self(Role role) {
        return new Caller(Caller.Kind.USER, "e1", role.rank());
    }

    @Test
    void isInvited() {
        user().when(INVITE).then(INVITED).leaving(new User.Invited(profile(Role.ADMIN), TOKEN, TOMORROW));
    }

    @Test
    void isInvitedOnce() {
        user(INVITED).when(INVITE).thenRejected(CONFLICT, "user.already-invited");
        user(INVITED, ACCEPTED).when(INVITE).thenRejected(CONFLICT, "user.already-invited");
        user(INVITED, ACCEPTED, DEACTIVATED).when(INVITE).thenRejected(CONFLICT, "user.already-invited");
    }

    @Test
    void isNotInvitedTooLateToAccept() {
        user().when(new InviteUser(EMAIL, NAME, Role.ADMIN, CLAIM, TOKEN, Given.NOW))
                .thenRejected(INVALID, "invitation.expiry-past");
    }

    @Test
    void isInvitedToNoRoleAboveTheInviters() {
        user().by(other(Role.ADMIN)).when(invite(Role.OWNER)).thenRejected(FORBIDDEN, "role.above-own");
        user().by(other(Role.ADMIN)).when(invite(Role.ADMIN)).then(invited(Role.ADMIN));
        user().by(Caller.ANONYMOUS).when(invite(Role.VIEWER)).thenRejected(FORBIDDEN, "role.above-own");
    }

    @ParameterizedTest
    @FieldSource("ALL_BUT_FIRST")
    void nothingIsDoneToAUserWhoIsNotThere(UserCommand command) {
        user().when(command).thenRejected(NOT_FOUND, "user.not-found");
        user(ABANDONED).when(command).thenRejected(NOT_FOUND, "user.not-found");
    }

    @Test
    void anAbandonedInvitationIsRefusedWhenItArrives() {
        user().when(ABANDON).then(ABANDONED).leaving(new User.Abandoned());
        user(ABANDONED).when(INVITE).thenRejected(CONFLICT, "user.invitation-abandoned");
        user(ABANDONED).when(ABANDON).thenNothing();
    }

    @Test
    void anInvitationThatArrivedIsNotAbandoned() {
        user(INVITED).when(ABANDON).thenRejected(CONFLICT, "user.already-invited");
        user(INVITED, ACCEPTED).when(ABANDON).thenRejected(CONFLICT, "user.already-invited");
    }

    @Test
    void acceptsWithTheTokenWhoeverTheyAre() {
        user(INVITED)
                .by(Caller.ANONYMOUS)
                .when(ACCEPT)
                .then(ACCEPTED)
                .leaving(new User.Active(profile(Role.ADMIN), PASSWORD, 1));
    }

    @Test
    void doesNotAcceptWithAnotherToken() {
        var wrong = new AcceptInvitation(new SecretHash("wrong"), PASSWORD);
        user(INVITED).when(wrong).thenRejected(UNAUTHENTICATED, "invitation.token-mismatch");
        user(INVITED).at(TOMORROW).when(wrong).thenRejected(UNAUTHENTICATED, "invitation.token-mismatch");
    }

    @Test
    void doesNotAcceptTooLateNorTwice() {
        user(INVITED).at(TOMORROW.minusNanos(1)).when(ACCEPT).then(ACCEPTED);
        user(INVITED).at(TOMORROW).when(ACCEPT).thenRejected(CONFLICT, "invitation.expired");
        user(INVITED, ACCEPTED).when(ACCEPT).thenRejected(CONFLICT, "invitation.already-accepted");
        user(INVITED, ACCEPTED, DEACTIVATED).when(ACCEPT).thenRejected(CONFLICT, "invitation.already-accepted");
    }

    @Test
    void changesRoleInEveryStateTheyAreKnownIn() {
        var changed = new RoleChanged(Role.MEMBER);
        user(INVITED).when(CHANGE_ROLE).then(changed).leaving(new User.Invited(profile(Role.MEMBER), TOKEN, TOMORROW));
        user(INVITED, ACCEPTED)
                .when(CHANGE_ROLE)
                .then(changed)
                .leaving(new User.Active(profile(Role.MEMBER), PASSWORD, 1));
        user(INVITED, ACCEPTED, DEACTIVATED)
                .when(CHANGE_ROLE)
                .then(changed)
                .leaving(new User.Deactivated(profile(Role.MEMBER), PASSWORD, 2));
    }

    @Test
    void doesNotChangeToTheRoleTheyHave() {
        user(INVITED, ACCEPTED).when(new ChangeRole(Role.ADMIN)).thenNothing();
    }

    @Test
    void getsNoRoleAboveTheCallers() {
        user(invited(Role.VIEWER), ACCEPTED)
                .by(other(Role.ADMIN))
                .when(new ChangeRole(Role.OWNER))
                .thenRejected(FORBIDDEN, "role.above-own");
        user(invited(Role.VIEWER), ACCEPTED)
                .by(other(Role.ADMIN))
                .when(new ChangeRole(Role.ADMIN))
                .then(new RoleChanged(Role.ADMIN));
    }

    @Test
    void doesNotRaiseThemselvesWithACredentialFromBeforeTheirDemotion() {
        user(INVITED, ACCEPTED, new RoleChanged(Role.MEMBER))
                .by(self(Role.OWNER))
                .when(new ChangeRole(Role.ADMIN))
                .thenRejected(FORBIDDEN, "role.above-own");
    }

    @ParameterizedTest
    @FieldSource("ON_USER")
    void isLeftAloneByWhomTheyOutrank(UserCommand.OnUser command) {
        var byMember = other(Role.MEMBER);
        user(INVITED).by(byMember).when(command).thenRejected(FORBIDDEN, "user.outranks-caller");
        user(INVITED, ACCEPTED).by(byMember).when(command).thenRejected(FORBIDDEN, "user.outranks-caller");
        user(INVITED, ACCEPTED, DEACTIVATED).by(byMember).when(command).thenRejected(FORBIDDEN, "user.outranks-caller");
    }

    @Test
    void isNotOutrankedByEqualsNorByThemselves() {
        user(INVITED, ACCEPTED).by(other(Role.ADMIN)).when(DEACTIVATE).then(DEACTIVATED);
        // With a credential from before their promotion.
        user(INVITED, ACCEPTED).by(self(Role.VIEWER)).when(LOG_OUT).then(new LoggedOutEverywhere(2));
    }

    @Test
    void isDeactivatedAndReactivatedWithoutTheSessionsOfBefore() {
        user(INVITED, ACCEPTED)
                .when(DEACTIVATE)
                .then(DEACTIVATED)
                .leaving(new User.Deactivated(profile(Role.ADMIN), PASSWORD, 2));
        user(INVITED, ACCEPTED, DEACTIVATED)
                .when(REACTIVATE)
                .then(new UserReactivated())
                .leaving(new User.Active(profile(Role.ADMIN), PASSWORD, 2));
    }

    @Test
    void isNotDeactivatedNorReactivatedTwice() {
        user(INVITED, ACCEPTED, DEACTIVATED).when(DEACTIVATE).thenNothing();
        user(INVITED, ACCEPTED).when(REACTIVATE).thenNothing();
    }

    @Test
    void whoHasNotAcceptedHasNothingToDeactivate() {
        user(INVITED).when(DEACTIVATE).thenRejected(CONFLICT, "user.not-active-yet");
        user(INVITED).when(REACTIVATE).thenRejected(CONFLICT, "user.not-active-yet");
        user(INVITED).when(CHANGE_PASSWORD).thenRejected(CONFLICT, "user.not-active-yet");
    }

    @Test
    void changesTheirProfile() {
        user(INVITED, ACCEPTED)
                .when(CHANGE_PROFILE)
                .then(new ProfileChanged(NEW_NAME))
                .leaving(new User.Active(new User.Profile(EMAIL, NEW_NAME, Role.ADMIN, CLAIM), PASSWORD, 1));
        user(INVITED, ACCEPTED).when(new ChangeProfile(NAME)).thenNothing();
    }

    @Test
    void changesTheirPasswordAndLosesAllSessions() {
        user(INVITED, ACCEPTED)
                .when(CHANGE_PASSWORD)
                .then(new PasswordChanged(NEW_PASSWORD, 2))
                .leaving(new User.Active(profile(Role.ADMIN), NEW_PASSWORD, 2));
        user(INVITED, ACCEPTED, DEACTIVATED).when(CHANGE_PASSWORD).thenRejected(CONFLICT, "user.deactivated");
    }

    @Test
    void logsOutEverywhere() {
        user(INVITED, ACCEPTED, new LoggedOutEverywhere(2))
                .when(LOG_OUT)
                .then(new LoggedOutEverywhere(3))
                .leaving(new User.Active(profile(Role.ADMIN), PASSWORD, 3));
    }

    @Test
    void whoCannotBeLoggedInIsLoggedOutAlready() {
        user(INVITED).when(LOG_OUT).thenNothing();
        user(INVITED, ACCEPTED, DEACTIVATED).when(LOG_OUT).thenNothing();
    }

    @Test
    void admitsOnlySessionsOfTheCurrentGeneration() {
        var active = user(INVITED, ACCEPTED, DEACTIVATED, new UserReactivated()).state();
        assertThat(active.admits(2)).isTrue();
        assertThat(active.admits(1)).isFalse();
        assertThat(user().state().admits(0)).isFalse();
        assertThat(user(INVITED).state().admits(0)).isFalse();
        assertThat(user(INVITED, ACCEPTED, DEACTIVATED).state().admits(2)).isFalse();
        assertThat(user(INVITED, ACCEPTED, ERASED).state().admits(1)).isFalse();
    }

    @Test
    void isErasedFromEveryStateTheyAreKnownIn() {
        user(INVITED).when(ERASE).then(ERASED).leaving(new User.Erased());
        user(INVITED, ACCEPTED).when(ERASE).then(ERASED).leaving(new User.Erased());
        user(INVITED, ACCEPTED, DEACTIVATED).when(ERASE).then(ERASED).leaving(new User.Erased());
    }

    @Test
    void isErasedOnce() {
        user(INVITED, ERASED).when(ERASE).thenNothing();
    }

    @ParameterizedTest
    @FieldSource("ALL_BUT_ERASE")
    void isErasedForEver(UserCommand command) {
        user(INVITED, ACCEPTED, ERASED).when(command).thenRejected(GONE, "user.erased");
    }
}
