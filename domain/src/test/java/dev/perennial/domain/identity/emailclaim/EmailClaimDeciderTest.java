package dev.perennial.domain.identity.emailclaim;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;

import dev.perennial.domain.identity.UserId;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ConfirmEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReleaseEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimCommand.ReserveEmail;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailConfirmed;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailReleased;
import dev.perennial.domain.identity.emailclaim.EmailClaimEvent.EmailReserved;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EmailClaimDeciderTest {

    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final Instant UNTIL = Given.NOW.plusSeconds(60);

    private static final EmailReserved RESERVED = new EmailReserved(ANN, UNTIL);
    private static final EmailConfirmed CONFIRMED = new EmailConfirmed(ANN);
    private static final EmailReleased RELEASED = new EmailReleased(ANN);

    private static Given<EmailClaim, EmailClaimCommand, EmailClaimEvent, Done> claim(EmailClaimEvent... history) {
        return Given.entity(new EmailClaimDecider()).events(history);
    }

    @Test
    void aFreeEmailIsReserved() {
        claim().when(new ReserveEmail(ANN, UNTIL)).then(RESERVED).leaving(new EmailClaim.Reserved(ANN, UNTIL));
    }

    @Test
    void aReservationIsConfirmed() {
        claim(RESERVED).when(new ConfirmEmail(ANN)).then(CONFIRMED).leaving(new EmailClaim.Held(ANN));
    }

    @Test
    void theSameUserReservesAgainWithoutEffect() {
        claim(RESERVED)
                .when(new ReserveEmail(ANN, UNTIL.plusSeconds(60)))
                .thenNothing()
                .leaving(new EmailClaim.Reserved(ANN, UNTIL));
        claim(RESERVED, CONFIRMED).when(new ReserveEmail(ANN, UNTIL)).thenNothing();
        claim(RESERVED, CONFIRMED).when(new ConfirmEmail(ANN)).thenNothing();
    }

    @Test
    void anotherUserDoesNotGetIt() {
        claim(RESERVED).when(new ReserveEmail(BOB, UNTIL)).thenRejected(CONFLICT, "email.taken");
        claim(RESERVED).when(new ConfirmEmail(BOB)).thenRejected(CONFLICT, "email.taken");
        claim(RESERVED, CONFIRMED).when(new ReserveEmail(BOB, UNTIL)).thenRejected(CONFLICT, "email.taken");
        claim(RESERVED, CONFIRMED).when(new ConfirmEmail(BOB)).thenRejected(CONFLICT, "email.taken");
    }

    @Test
    void aReservationHoldsPastItsDeadline() {
        var late = UNTIL.plus(Duration.ofDays(1));
        claim(RESERVED)
                .at(late)
                .when(new ReserveEmail(BOB, late.plusSeconds(60)))
                .thenRejected(CONFLICT, "email.taken");
        claim(RESERVED).at(late).when(new ConfirmEmail(ANN)).then(CONFIRMED);
    }

    @Test
    void aReleasedEmailIsFreeForAll() {
        claim(RESERVED).when(new ReleaseEmail(ANN)).then(RELEASED).leaving(new EmailClaim.Absent());
        claim(RESERVED, CONFIRMED).when(new ReleaseEmail(ANN)).then(RELEASED).leaving(new EmailClaim.Absent());
        claim(RESERVED, RELEASED).when(new ReserveEmail(BOB, UNTIL)).then(new EmailReserved(BOB, UNTIL));
    }

    @Test
    void aReleaseLeavesAnotherUsersClaimAlone() {
        claim(RESERVED).when(new ReleaseEmail(BOB)).thenNothing();
        claim(RESERVED, CONFIRMED).when(new ReleaseEmail(BOB)).thenNothing();
        claim().when(new ReleaseEmail(ANN)).thenNothing();
    }

    @Test
    void whatIsNotReservedIsNotConfirmed() {
        claim().when(new ConfirmEmail(ANN)).thenRejected(CONFLICT, "email.not-reserved");
        claim(RESERVED, RELEASED).when(new ConfirmEmail(ANN)).thenRejected(CONFLICT, "email.not-reserved");
    }
}
