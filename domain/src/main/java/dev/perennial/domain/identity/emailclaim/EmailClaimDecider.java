package dev.perennial.domain.identity.emailclaim;

import static dev.perennial.domain.kernel.Decision.accept;
import static dev.perennial.domain.kernel.Decision.reject;

import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.emailclaim.EmailClaim.Absent;
import dev.perennial.domain.identity.emailclaim.EmailClaim.Held;
import dev.perennial.domain.identity.emailclaim.EmailClaim.Reserved;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ConfirmEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReleaseEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReserveEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailConfirmed;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailReleased;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailReserved;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decider;
import dev.perennial.domain.kernel.Decision;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Rejection;

/**
 * The rules of an {@link EmailClaim}. No clock frees an email: an invitation that is merely slow must not lose it to
 * another, so only the process that knows the invitation's fate releases a reservation.
 */
public final class EmailClaimDecider implements Decider<EmailClaim, EmailClaimCommand, EmailClaimEvent, Done> {

    @Override
    public EmailClaim initial() {
        return new Absent();
    }

    @Override
    public Decision<EmailClaimEvent, Done> decide(EmailClaim state, EmailClaimCommand command, Context context) {
        return switch (state) {
            case Absent _ -> free(command);
            case Reserved claim -> reserved(claim.user(), command);
            case Held claim -> held(claim.user(), command);
        };
    }

    private static Decision<EmailClaimEvent, Done> free(EmailClaimCommand command) {
        return switch (command) {
            case ReserveEmail(var user, var until) -> accept(new EmailReserved(user, until));
            case ConfirmEmail _ ->
                reject(Rejection.conflict("email.not-reserved", "The email is not reserved for this user."));
            case ReleaseEmail _ -> accept();
        };
    }

    private static Decision<EmailClaimEvent, Done> reserved(UserId holder, EmailClaimCommand command) {
        return switch (command) {
            case ReserveEmail reserve -> reserve.user().equals(holder) ? accept() : taken();
            case ConfirmEmail(var user) -> user.equals(holder) ? accept(new EmailConfirmed(user)) : taken();
            case ReleaseEmail(var user) -> release(holder, user);
        };
    }

    private static Decision<EmailClaimEvent, Done> held(UserId holder, EmailClaimCommand command) {
        return switch (command) {
            case ReserveEmail reserve -> reserve.user().equals(holder) ? accept() : taken();
            case ConfirmEmail(var user) -> user.equals(holder) ? accept() : taken();
            case ReleaseEmail(var user) -> release(holder, user);
        };
    }

    private static Decision<EmailClaimEvent, Done> release(UserId holder, UserId user) {
        return user.equals(holder) ? accept(new EmailReleased(user)) : accept();
    }

    private static Decision<EmailClaimEvent, Done> taken() {
        return reject(Rejection.conflict("email.taken", "The email belongs to another user."));
    }

    @Override
    public EmailClaim evolve(EmailClaim state, EmailClaimEvent event) {
        return switch (event) {
            case EmailReserved(var user, var until) -> new Reserved(user, until);
            case EmailConfirmed(var user) -> new Held(user);
            case EmailReleased _ -> new Absent();
        };
    }
}
