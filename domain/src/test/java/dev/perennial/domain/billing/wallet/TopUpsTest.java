package dev.perennial.domain.billing.wallet;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.wallet.TopUpPolicy.Below;
import dev.perennial.domain.billing.wallet.WalletCommand.CompleteTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConfigureTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConsumeCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.FailTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.SettleWallet;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsConsumed;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsGranted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpCompleted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpConfigured;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpFailed;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link WalletDecider} that are about topping up. */
class TopUpsTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant AFTER_PAUSE = Given.NOW.plus(TopUps.PAUSE);
    private static final TopUpTerms TERMS = new TopUpTerms(50, new Money(499, EUR), 5, 30);
    private static final TopUpId FIRST = new TopUpId(1);
    private static final TopUpId SECOND = new TopUpId(2);

    private static final WalletEvent[] TWENTY = {
        new WalletCreated("Main"),
        new CreditsGranted(new GrantId("g"), 20, 0, new Expiry.Never(), "", new Balance(20, 0)),
        new TopUpConfigured(new Below(20, TERMS, 2)),
    };
    private static final CreditsConsumed CONSUMED =
            new CreditsConsumed(List.of(new Part(new GrantId("g"), 1)), "", new Balance(19, 0));
    private static final TopUpRequested REQUESTED = new TopUpRequested(FIRST, TERMS, TODAY);
    private static final TopUpFailed FAILED = new TopUpFailed(FIRST, "card declined", AFTER_PAUSE);
    private static final CreditsGranted GRANTED = new CreditsGranted(
            FIRST.grant(), 50, 5, new Expiry.At(Given.NOW.plus(Duration.ofDays(30))), "", new Balance(69, 0));

    private static Given<Wallet, WalletCommand, WalletEvent, Balance> twenty(WalletEvent... more) {
        return Given.entity(new WalletDecider()).events(TWENTY).events(more);
    }

    @Test
    void isRequestedWhenACommandLeavesLessThanTheThreshold() {
        twenty().when(new SettleWallet()).thenNothing();
        twenty().when(new ConsumeCredits(1, "")).then(CONSUMED, REQUESTED).replying(new Balance(19, 0));
    }

    @Test
    void isRequestedOnceUntilItEnds() {
        twenty(CONSUMED, REQUESTED)
                .when(new ConsumeCredits(1, ""))
                .then(new CreditsConsumed(CONSUMED.parts(), "", new Balance(18, 0)));
    }

    @Test
    void isRequestedAtOnceWhenConfiguredWithTooLittleInTheWallet() {
        var policy = new Below(100, new TopUpTerms(100, new Money(1, EUR), 0, 0), 1);
        twenty().when(new ConfigureTopUp(policy))
                .then(new TopUpConfigured(policy), new TopUpRequested(FIRST, policy.terms(), TODAY));
        twenty().when(new ConfigureTopUp(new Below(20, TERMS, 2))).thenNothing();
    }

    @Test
    void grantsWhatWasPaidForOnTheTermsOfItsRequest() {
        twenty(CONSUMED, REQUESTED, new TopUpConfigured(new TopUpPolicy.Off()))
                .when(new CompleteTopUp(FIRST))
                .then(GRANTED, new TopUpCompleted(FIRST))
                .replying(new Balance(69, 0));
    }

    @Test
    void isCompletedOnce() {
        var completed = twenty(CONSUMED, REQUESTED, GRANTED, new TopUpCompleted(FIRST));
        completed.when(new CompleteTopUp(FIRST)).thenNothing();
        completed.when(new FailTopUp(FIRST, "")).thenRejected(CONFLICT, "top-up.completed");
        completed.when(new CompleteTopUp(SECOND)).thenRejected(NOT_FOUND, "top-up.not-found");
        completed.when(new FailTopUp(SECOND, "")).thenRejected(NOT_FOUND, "top-up.not-found");
        completed.when(new CompleteTopUp(new TopUpId(0))).thenRejected(NOT_FOUND, "top-up.not-found");
    }

    @Test
    void aFailedOneIsNotCompletedLater() {
        twenty(CONSUMED, REQUESTED).when(new FailTopUp(FIRST, "card declined")).then(FAILED);
        twenty(CONSUMED, REQUESTED, FAILED).when(new FailTopUp(FIRST, "again")).thenNothing();
        twenty(CONSUMED, REQUESTED, FAILED).when(new CompleteTopUp(FIRST)).thenRejected(CONFLICT, "top-up.failed");
    }

    @Test
    void isTriedAgainAfterAPauseIfCreditsAreStillShort() {
        var failed = twenty(CONSUMED, REQUESTED, FAILED);
        failed.at(AFTER_PAUSE.minusNanos(1)).when(new SettleWallet()).thenNothing();
        failed.at(AFTER_PAUSE).when(new SettleWallet()).then(new TopUpRequested(SECOND, TERMS, TODAY));
        failed.events(new CreditsGranted(new GrantId("h"), 1, 0, new Expiry.Never(), "", new Balance(20, 0)))
                .at(AFTER_PAUSE)
                .when(new SettleWallet())
                .thenNothing();
        assertThat(((Wallet.Open) failed.state()).dueAt()).contains(AFTER_PAUSE);
    }

    @Test
    void isRequestedSoManyTimesADay() {
        var twice = twenty(
                CONSUMED,
                REQUESTED,
                FAILED,
                new TopUpRequested(SECOND, TERMS, TODAY),
                new TopUpFailed(SECOND, "", AFTER_PAUSE.plus(TopUps.PAUSE)));
        twice.at(MIDNIGHT.minusNanos(1)).when(new SettleWallet()).thenNothing();
        twice.at(MIDNIGHT).when(new SettleWallet()).then(new TopUpRequested(new TopUpId(3), TERMS, TODAY.plusDays(1)));
        assertThat(((Wallet.Open) twice.state()).dueAt()).contains(MIDNIGHT);
    }

    @Test
    void aPendingOneIsNotDue() {
        assertThat(((Wallet.Open) twenty(CONSUMED, REQUESTED).state()).dueAt()).isEmpty();
    }

    @Test
    void refusesPoliciesThatCannotBe() {
        var free = new TopUpTerms(50, new Money(0, EUR), 0, 0);
        var negative = new TopUpTerms(50, new Money(-1, EUR), 0, 0);
        var dear = new TopUpTerms(50, new Money(Money.MAX_MINOR + 1, EUR), 0, 0);
        Stream.of(free, negative, dear)
                .forEach(terms -> twenty().when(new ConfigureTopUp(new Below(20, terms, 1)))
                        .thenRejected(INVALID, "top-up.price-invalid"));
        refused(new Below(0, TERMS, 1), "credits.amount-invalid");
        refused(new Below(20, new TopUpTerms(0, TERMS.price(), 0, 0), 1), "top-up.amount-below-threshold");
        refused(
                new Below(20, new TopUpTerms(TopUpPolicy.MAX_AMOUNT + 1, TERMS.price(), 0, 0), 1),
                "top-up.amount-invalid");
        refused(new Below(51, TERMS, 1), "top-up.amount-below-threshold");
        refused(new Below(20, new TopUpTerms(50, TERMS.price(), 101, 0), 1), "credits.priority-invalid");
        refused(new Below(20, new TopUpTerms(50, TERMS.price(), 0, -1), 1), "top-up.expiry-invalid");
        refused(new Below(20, new TopUpTerms(50, TERMS.price(), 0, 3651), 1), "top-up.expiry-invalid");
        refused(new Below(20, TERMS, 0), "top-up.rate-invalid");
        refused(new Below(20, TERMS, 25), "top-up.rate-invalid");
        twenty(CONSUMED, REQUESTED)
                .when(new FailTopUp(FIRST, "two\nlines"))
                .thenRejected(INVALID, "credits.reason-invalid");
    }

    private static void refused(TopUpPolicy policy, String code) {
        twenty().when(new ConfigureTopUp(policy)).thenRejected(INVALID, code);
    }
}
