package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.EmailClaimId;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ConfirmEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReleaseEmail;
import dev.perennial.domain.identity.user.User;
import dev.perennial.domain.identity.user.UserCommand.AbandonInvitation;
import dev.perennial.domain.identity.user.UserEvent.PersonalDataErased;
import dev.perennial.domain.identity.user.UserEvent.UserInvited;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Steps;
import dev.perennial.persistence.vault.PersonalData;
import java.util.List;

/**
 * Brings every email claim to the end that its user came to, whatever died in between. Each step may be repeated.
 *
 * <p>An invitation reserves the email, then invites the user. From the journal this confirms the claims of users who were
 * invited, and finishes the erasure of those who were erased. A reservation past its time, whose inviter seems gone, is
 * settled by asking the user: one who exists keeps the email; one who does not is abandoned first, so that an invitation
 * that is only slow can no longer succeed, and then the email is free again.
 */
public final class EmailClaimProcess {

    private final Steps steps;
    private final PersonalData personalData;

    public EmailClaimProcess(Entities entities, PersonalData personalData) {
        this.steps = Steps.of(entities, "email-claims");
        this.personalData = personalData;
    }

    /** Follows the journal. */
    public Projection reaction() {
        return Projection.reaction("identity@email-claims", IdentityEntities.USER, this::react);
    }

    /**
     * Brings reservations to their end whose time has passed. Blocks. What cannot be settled now does not keep the others
     * waiting; its failure comes after them.
     */
    public void settleAll(List<OverdueReservation> overdue) {
        RuntimeException failure = null;
        for (var reservation : overdue) {
            try {
                settle(reservation);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The same for one. */
    public void settle(OverdueReservation reservation) {
        var tenant = reservation.tenant();
        var user = steps.read(IdentityEntities.USER, tenant, reservation.user().entity());
        switch (user) {
            case User.Known known -> tell(steps, tenant, reservation.claim(), settled(known, reservation));
            case User.Absent _ -> {
                if (abandoned(tenant, reservation.user())) {
                    tell(steps, tenant, reservation.claim(), new ReleaseEmail(reservation.user()));
                }
            }
            case User.Abandoned _, User.Erased _ ->
                tell(steps, tenant, reservation.claim(), new ReleaseEmail(reservation.user()));
        }
    }

    /** A user has one email: a reservation of another one for them came to nothing. */
    private static EmailClaimCommand settled(User.Known known, OverdueReservation reservation) {
        return known.profile().emailClaim().equals(reservation.claim())
                ? new ConfirmEmail(reservation.user())
                : new ReleaseEmail(reservation.user());
    }

    private void react(List<StoredEvent> events) {
        for (var stored : events) {
            var tenant = stored.entity().tenant();
            var user = new UserId(stored.entity().id().value());
            var following = steps.after(stored);
            switch (stored.event()) {
                case UserInvited invited -> tell(following, tenant, invited.emailClaim(), new ConfirmEmail(user));
                case PersonalDataErased erased -> {
                    personalData.erase(tenant, stored.entity().id());
                    tell(following, tenant, erased.emailClaim(), new ReleaseEmail(user));
                }
                default -> {
                    // The other facts of a user's life do not touch the email.
                }
            }
        }
    }

    /** False if the invitation came through after all. */
    private boolean abandoned(TenantId tenant, UserId user) {
        return steps.tell(IdentityEntities.USER, tenant, user.entity(), new AbandonInvitation())
                .isEmpty();
    }

    /** A refusal is an answer: the claim went another way. */
    private static void tell(Steps steps, TenantId tenant, EmailClaimId claim, EmailClaimCommand command) {
        var _ = steps.tell(IdentityEntities.EMAIL_CLAIM, tenant, claim.entity(), command);
    }
}
