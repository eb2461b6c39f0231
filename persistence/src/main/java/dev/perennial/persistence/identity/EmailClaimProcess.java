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
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.Projection;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.vault.PersonalData;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Brings every email claim to the end that its user came to, whatever died in between. Each step may be repeated.
 *
 * <p>An invitation reserves the email, then invites the user. From the journal this confirms the claims of users who were
 * invited, and finishes the erasure of those who were erased. A reservation past its time, whose inviter seems gone, is
 * settled by asking the user: one who exists keeps the email; one who does not is abandoned first, so that an invitation
 * that is only slow can no longer succeed, and then the email is free again.
 */
public final class EmailClaimProcess {

    private static final CommandMeta BY_PROCESS = CommandMeta.by(Caller.process("email-claims"));

    private final Entities entities;
    private final PersonalData personalData;

    public EmailClaimProcess(Entities entities, PersonalData personalData) {
        this.entities = entities;
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
        var user = await(entities.read(
                        IdentityEntities.USER, tenant, reservation.user().entity()))
                .state();
        switch (user) {
            case User.Known known -> tell(tenant, reservation.claim(), settled(known, reservation), BY_PROCESS);
            case User.Absent _ -> {
                if (abandoned(tenant, reservation.user())) {
                    tell(tenant, reservation.claim(), new ReleaseEmail(reservation.user()), BY_PROCESS);
                }
            }
            case User.Abandoned _, User.Erased _ ->
                tell(tenant, reservation.claim(), new ReleaseEmail(reservation.user()), BY_PROCESS);
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
            var meta = BY_PROCESS.traced(stored.decoded().trace());
            switch (stored.event()) {
                case UserInvited invited -> tell(tenant, invited.emailClaim(), new ConfirmEmail(user), meta);
                case PersonalDataErased erased -> {
                    personalData.erase(tenant, stored.entity().id());
                    tell(tenant, erased.emailClaim(), new ReleaseEmail(user), meta);
                }
                default -> {
                    // The other facts of a user's life do not touch the email.
                }
            }
        }
    }

    /** False if the invitation came through after all. */
    private boolean abandoned(TenantId tenant, UserId user) {
        var outcome =
                await(entities.send(IdentityEntities.USER, tenant, user.entity(), new AbandonInvitation(), BY_PROCESS));
        return done(outcome);
    }

    private void tell(TenantId tenant, EmailClaimId claim, EmailClaimCommand command, CommandMeta meta) {
        done(await(entities.send(IdentityEntities.EMAIL_CLAIM, tenant, claim.entity(), command, meta)));
    }

    /** A refusal is an answer: the claim went another way. No answer means trying again later. */
    private static boolean done(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Committed<?> _ -> true;
            case Outcome.Refused<?> _ -> false;
            case Outcome.RevisionMismatch<?> _, Outcome.KeyReused<?> _, Outcome.Overloaded<?> _, Outcome.Unknown<?> _ ->
                throw new StepUnfinishedException(outcome.getClass().getSimpleName());
        };
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
