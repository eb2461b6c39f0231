package dev.perennial.domain.billing.subscription;

import static dev.perennial.domain.billing.subscription.Deals.eur;
import static dev.perennial.domain.billing.subscription.Deals.metered;
import static dev.perennial.domain.billing.subscription.Deals.monthly;
import static dev.perennial.domain.billing.subscription.Deals.yearly;
import static dev.perennial.domain.kernel.Given.NOW;
import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Charge;
import dev.perennial.domain.billing.ChargeId;
import dev.perennial.domain.billing.ChargeLine;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.PlanTerms;
import dev.perennial.domain.billing.UsageDue;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Advance;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Cancel;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangePlan;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.ChangeSeats;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Outcome;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Resume;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.SettleCharge;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.StartTrial;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.Subscribe;
import dev.perennial.domain.billing.subscription.SubscriptionCommand.When;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeFailed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.Reason;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionActivated;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.TrialStarted;
import dev.perennial.domain.kernel.Done;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SubscriptionDeciderTest {

    private static final Deal PRO = monthly("pro", 3000);
    private static final Deal BIG = monthly("big", 9000);
    private static final Deal FREE = monthly("free", 0);
    private static final Cycle CYCLE = new Cycle(NOW, Cycle.Unit.MONTH);
    private static final Period FIRST = CYCLE.nth(0);
    private static final Period SECOND = CYCLE.nth(1);
    private static final Instant HALF = NOW.plus(Duration.ofDays(15));
    private static final Period TRIAL = new Period(NOW, NOW.plus(Duration.ofDays(14)));

    private static final SubscriptionEvent TRYING = new TrialStarted(PRO, TRIAL);
    private static final SubscriptionEvent ORDERED =
            new SubscriptionOrdered(PRO, CYCLE, FIRST, NOW.plus(Duration.ofDays(1)));
    private static final SubscriptionEvent FIRST_DUE = new ChargeDue(charge(1, Charge.Kind.FIRST, FIRST, 3000));
    private static final SubscriptionEvent RENEWAL_DUE = new ChargeDue(charge(2, Charge.Kind.RENEWAL, SECOND, 3000));
    private static final SubscriptionEvent PAID = new ChargePaid(id(1));
    private static final SubscriptionEvent ACTIVATED = new SubscriptionActivated(NOW);
    private static final SubscriptionEvent RENEWED = new SubscriptionRenewed(SECOND);
    private static final SubscriptionEvent ENDED = new SubscriptionCancelled(HALF, Reason.REQUESTED);

    private static final SubscriptionCommand CHANGE = Deals.change(BIG, When.NOW);
    private static final SubscriptionCommand ADVANCE = new Advance();

    static final List<SubscriptionCommand> OF_A_SUBSCRIPTION = List.of(
            CHANGE,
            Deals.change(BIG, When.AT_PERIOD_END),
            new ChangeSeats(2, When.NOW),
            new Cancel(When.NOW),
            new Cancel(When.AT_PERIOD_END),
            new Resume());
    static final List<SubscriptionCommand> CHANGES = List.of(
            CHANGE,
            Deals.change(BIG, When.AT_PERIOD_END),
            new ChangeSeats(2, When.NOW),
            new ChangeSeats(2, When.AT_PERIOD_END));
    static final List<List<SubscriptionEvent>> THERE =
            List.of(List.of(TRYING), List.of(ORDERED, FIRST_DUE), active(), pastDue());

    // --- beginning

    @Test
    void aTrialEntitlesAtOnceAndOnce() {
        subscription().when(new StartTrial(PRO)).then(TRYING);
        var entitlements = subscription(TRYING).state().entitlements(7).orElseThrow();
        assertThat(entitlements.version()).isEqualTo(7);
        assertThat(entitlements.plan()).isEqualTo(PRO.plan());
        assertThat(entitlements.billing()).isEqualTo(CYCLE);
        assertThat(entitlements.features()).containsExactly("sso");
        subscription(TRYING, ENDED).when(new StartTrial(PRO)).thenRejected(CONFLICT, "subscription.trial-used");
    }

    @Test
    void aPlanWithoutTrialHasNone() {
        var terms = PRO.terms();
        var none = new Deal(
                PRO.plan(),
                new PlanTerms(terms.price(), terms.interval(), 0, 1, terms.seatPrice(), List.of(), List.of()),
                1);
        subscription().when(new StartTrial(none)).thenRejected(INVALID, "subscription.no-trial");
    }

    @Test
    void isEntitledToNothingBeforeTheFirstPayment() {
        subscription().when(new Subscribe(PRO)).then(ORDERED, FIRST_DUE);
        assertThat(subscription(ORDERED, FIRST_DUE).state().entitlements(1)).isEmpty();
        subscription(ORDERED, FIRST_DUE).when(settled(1, Outcome.PAID)).then(PAID, ACTIVATED);
        assertThat(active(PRO).state().entitlements(4)).isPresent();
    }

    @Test
    void isActiveAtOnceWhereNothingIsToBePaid() {
        subscription()
                .when(new Subscribe(FREE))
                .then(new SubscriptionOrdered(FREE, CYCLE, FIRST, NOW.plus(Duration.ofDays(1))), ACTIVATED);
    }

    @Test
    void endsUnlessTheFirstPaymentComesInTime() {
        var ordered = subscription(ORDERED, FIRST_DUE);
        var late = NOW.plus(Duration.ofDays(1));
        var events = List.of(new ChargeAbandoned(id(1)), new SubscriptionCancelled(late, Reason.NEVER_PAID));
        ordered.at(late.minusMillis(1)).when(ADVANCE).thenNothing();
        ordered.at(late).when(ADVANCE).then(events.toArray(SubscriptionEvent[]::new));
        ordered.at(late).when(settled(1, Outcome.PAID)).thenRejected(CONFLICT, "subscription.charge-unwanted");
        subscription(ORDERED, FIRST_DUE, events.get(0), events.get(1))
                .at(late)
                .when(settled(1, Outcome.PAID))
                .thenRejected(CONFLICT, "subscription.charge-unwanted");
    }

    @Test
    void mayFailToPayTheFirstPeriodUntilItsTimeIsOver() {
        var failed = new ChargeFailed(id(1), 1, NOW);
        subscription(ORDERED, FIRST_DUE).when(settled(1, Outcome.FAILED)).then(failed);
        subscription(ORDERED, FIRST_DUE, failed)
                .when(settled(1, Outcome.FAILED))
                .thenNothing();
        subscription(ORDERED, FIRST_DUE, failed).when(settled(1, Outcome.PAID)).then(PAID, ACTIVATED);
    }

    @ParameterizedTest
    @FieldSource("THERE")
    void thereIsOneAtATime(List<SubscriptionEvent> history) {
        var there = subscription(history.toArray(SubscriptionEvent[]::new));
        there.when(new Subscribe(PRO)).thenRejected(CONFLICT, "subscription.exists");
        there.when(new StartTrial(PRO)).thenRejected(CONFLICT, "subscription.exists");
    }

    @Test
    void hasAtLeastOneSeat() {
        subscription().when(new Subscribe(PRO.withSeats(0))).thenRejected(INVALID, "subscription.seats-invalid");
        subscription().when(new StartTrial(PRO.withSeats(100_001))).thenRejected(INVALID, "subscription.seats-invalid");
        active(PRO).when(new ChangeSeats(0, When.NOW)).thenRejected(INVALID, "subscription.seats-invalid");
    }

    @Test
    void costsMoreForFurtherSeats() {
        var deal = PRO.withSeats(4);
        var charge = new Charge(
                id(1),
                Charge.Kind.FIRST,
                FIRST,
                List.of(
                        new ChargeLine(ChargeLine.Kind.PLAN, "pro, version 1: 2026-11-21 to 2026-12-21", 1, eur(3000)),
                        new ChargeLine(ChargeLine.Kind.SEATS, "Further seats", 3, eur(1500))),
                eur(4500),
                eur(0),
                List.of(),
                List.of());
        subscription()
                .when(new Subscribe(deal))
                .then(new SubscriptionOrdered(deal, CYCLE, FIRST, NOW.plus(Duration.ofDays(1))), new ChargeDue(charge));
    }

    // --- time

    @Test
    void isToBePaidWhenTheTrialIsOver() {
        var over = TRIAL.end();
        var cycle = new Cycle(over, Cycle.Unit.MONTH);
        var late = over.plus(Duration.ofHours(5));
        assertThat(subscription(TRYING).state().dueAt()).hasValue(over);
        subscription(TRYING).at(over.minusMillis(1)).when(ADVANCE).thenNothing();
        subscription(TRYING)
                .at(late)
                .when(ADVANCE)
                .then(
                        new SubscriptionOrdered(PRO, cycle, cycle.nth(0), late.plus(Duration.ofDays(1))),
                        new ChargeDue(charge(1, Charge.Kind.FIRST, cycle.nth(0), 3000)));
    }

    @Test
    void renewsAtItsAnniversary() {
        assertThat(active(PRO).state().dueAt()).hasValue(FIRST.end());
        active(PRO).at(FIRST.end().minusMillis(1)).when(ADVANCE).thenNothing();
        active(PRO).at(FIRST.end()).when(ADVANCE).then(RENEWED, RENEWAL_DUE);
        active(PRO).events(RENEWED, RENEWAL_DUE).at(FIRST.end()).when(ADVANCE).thenNothing();
    }

    @Test
    void billsTheUsageOfThePeriodThatHasEnded() {
        var deal = metered("pro", 3000);
        var used = new UsageDue(FIRST, deal.plan(), deal.terms(), CYCLE, NOW, false);
        active(deal)
                .at(FIRST.end())
                .when(ADVANCE)
                .then(
                        RENEWED,
                        new ChargeDue(new Charge(
                                id(2),
                                Charge.Kind.RENEWAL,
                                SECOND,
                                charge(2, Charge.Kind.RENEWAL, SECOND, 3000).lines(),
                                eur(3000),
                                eur(0),
                                List.of(used),
                                List.of())));
    }

    @Test
    void doesNotRenewWhileAChargeIsOpen() {
        var waiting = active(PRO).events(RENEWED, RENEWAL_DUE);
        assertThat(waiting.state().dueAt()).isEmpty();
        waiting.at(SECOND.end().plus(Duration.ofDays(9))).when(ADVANCE).thenNothing();
        assertThat(waiting.events(new ChargePaid(id(2))).state().dueAt()).hasValue(SECOND.end());
    }

    @Test
    void isDoneWhatIsDueBeforeAnythingElse() {
        active(FREE).at(FIRST.end()).when(new Cancel(When.AT_PERIOD_END)).then(RENEWED, new CancellationScheduled());
        active(PRO).at(FIRST.end()).when(CHANGE).thenRejected(CONFLICT, "subscription.unpaid");
    }

    // --- dunning

    @Test
    void asksAgainAfterOneThreeFiveAndSevenDaysAndThenEnds() {
        var life = new Life();
        life.accepted(NOW, new Subscribe(PRO));
        life.payUntil(NOW);
        var failed = FIRST.end().plus(Duration.ofMinutes(3));
        assertThat(life.accepted(FIRST.end(), ADVANCE)).containsExactly(RENEWED, RENEWAL_DUE);
        life.accepted(failed, settled(2, 1, Outcome.FAILED));
        for (var attempt = 2; attempt <= 5; attempt++) {
            var again = failed.plus(Duration.ofDays(List.of(1, 3, 5, 7).get(attempt - 2)));
            assertThat(life.state()).isInstanceOf(Subscription.PastDue.class);
            assertThat(life.state().entitlements(9)).isPresent();
            assertThat(life.state().dueAt()).hasValue(again);
            assertThat(life.accepted(again, ADVANCE)).containsExactly(new ChargeRetryDue(id(2), attempt));
            assertThat(life.accepted(again, settled(2, attempt - 1, Outcome.FAILED)))
                    .isEmpty();
            if (attempt < 5) {
                life.accepted(again, settled(2, attempt, Outcome.FAILED));
            }
        }
        var last = failed.plus(Duration.ofDays(7));
        assertThat(life.accepted(last, settled(2, 5, Outcome.FAILED)))
                .containsExactly(
                        new ChargeFailed(id(2), 5, last),
                        new ChargeAbandoned(id(2)),
                        new SubscriptionCancelled(last, Reason.UNPAID));
        assertThat(life.state().entitlements(10)).isEmpty();
    }

    @Test
    void isActiveAgainWhenPaidAndCatchesUp() {
        var past = subscription(pastDue().toArray(SubscriptionEvent[]::new));
        past.when(settled(2, Outcome.PAID)).then(new ChargePaid(id(2)));
        var paid = past.events(new ChargePaid(id(2)));
        assertThat(paid.state()).isInstanceOf(Subscription.Active.class);
        paid.at(SECOND.end().plus(Duration.ofDays(2)))
                .when(ADVANCE)
                .then(
                        new SubscriptionRenewed(CYCLE.nth(2)),
                        new ChargeDue(charge(3, Charge.Kind.RENEWAL, CYCLE.nth(2), 3000)));
    }

    // --- changes

    @Test
    void aDearerPlanIsThereWhenTheRestOfThePeriodIsPaid() {
        var change = new PlanChangeOrdered(BIG, CYCLE, FIRST);
        var lines = List.of(
                new ChargeLine(
                        ChargeLine.Kind.UNUSED, "Unused: pro, version 1: 2026-11-21 to 2026-12-21", 1, eur(-1500)),
                new ChargeLine(ChargeLine.Kind.REMAINING, "big, version 1: 2026-12-06 to 2026-12-21", 1, eur(4500)));
        var due = new ChargeDue(
                new Charge(id(2), Charge.Kind.CHANGE, FIRST, lines, eur(3000), eur(0), List.of(), List.of()));
        active(PRO).at(HALF).when(CHANGE).then(change, due);
        var ordered = active(PRO).events(change, due).at(HALF);
        assertThat(ordered.state().bought()).hasValue(PRO);
        ordered.when(new ChangeSeats(2, When.NOW)).thenRejected(CONFLICT, "subscription.unpaid");
        ordered.when(settled(2, Outcome.PAID))
                .then(new ChargePaid(id(2)), new PlanChanged(HALF, BIG, CYCLE, FIRST, eur(0)));
        ordered.when(settled(2, Outcome.FAILED)).then(new ChargeAbandoned(id(2)));
        assertThat(ordered.events(new ChargeAbandoned(id(2))).state())
                .extracting(Subscription::bought, Subscription::dueAt)
                .containsExactly(Optional.of(PRO), Optional.of(FIRST.end()));
    }

    @Test
    void roundsHalvesAwayFromZero() {
        var life = new Life();
        life.accepted(NOW, new Subscribe(monthly("odd", 3001)));
        life.payUntil(NOW);
        life.accepted(HALF, Deals.change(monthly("odder", 9001), When.NOW));
        assertThat(life.charges().getLast().lines())
                .extracting(ChargeLine::amount)
                .containsExactly(eur(-1501), eur(4501));
    }

    @Test
    void aCheaperPlanIsThereAtOnceAndLowersWhatComesNext() {
        var changed = new PlanChanged(HALF, PRO, CYCLE, FIRST, eur(3000));
        active(BIG).at(HALF).when(Deals.change(PRO, When.NOW)).then(changed);
        var lines = List.of(
                new ChargeLine(ChargeLine.Kind.PLAN, "pro, version 1: 2026-12-21 to 2027-01-21", 1, eur(3000)),
                new ChargeLine(ChargeLine.Kind.BALANCE, "From earlier changes", 1, eur(-3000)));
        var charge = new Charge(id(2), Charge.Kind.RENEWAL, SECOND, lines, eur(0), eur(3000), List.of(), List.of());
        active(BIG)
                .events(changed)
                .at(FIRST.end())
                .when(ADVANCE)
                .then(RENEWED, new ChargeDue(charge), new ChargePaid(id(2)));
        assertThat(active(BIG)
                        .events(changed, RENEWED, new ChargeDue(charge), new ChargePaid(id(2)))
                        .state()
                        .book()
                        .balance())
                .isEmpty();
    }

    @Test
    void anotherLengthBeginsANewPeriodAtOnce() {
        var year = yearly("year", 30000);
        var cycle = new Cycle(HALF, Cycle.Unit.YEAR);
        var used = metered("pro", 3000);
        var order = new PlanChangeOrdered(year, cycle, cycle.nth(0));
        var events = active(used).at(HALF).when(Deals.change(year, When.NOW));
        var lines = List.of(
                new ChargeLine(
                        ChargeLine.Kind.UNUSED, "Unused: pro, version 1: 2026-11-21 to 2026-12-21", 1, eur(-1500)),
                new ChargeLine(ChargeLine.Kind.REMAINING, "year, version 1: 2026-12-06 to 2027-12-06", 1, eur(30000)));
        var usage = new UsageDue(new Period(NOW, HALF), used.plan(), used.terms(), CYCLE, NOW, true);
        events.then(
                order,
                new ChargeDue(new Charge(
                        id(2),
                        Charge.Kind.CHANGE,
                        cycle.nth(0),
                        lines,
                        eur(28500),
                        eur(0),
                        List.of(usage),
                        List.of())));
    }

    @Test
    void aCheaperPlanOfAnotherLengthStillBillsWhatWasUsed() {
        var year = metered("metered", 3000);
        var free = Deals.deal("free", eur(0), Cycle.Unit.YEAR, List.of());
        var cycle = new Cycle(HALF, Cycle.Unit.YEAR);
        var usage = new UsageDue(new Period(NOW, HALF), year.plan(), year.terms(), CYCLE, NOW, true);
        active(year)
                .at(HALF)
                .when(Deals.change(free, When.NOW))
                .then(
                        new PlanChanged(HALF, free, cycle, cycle.nth(0), eur(1500)),
                        new ChargeDue(new Charge(
                                id(2),
                                Charge.Kind.CHANGE,
                                FIRST,
                                List.of(),
                                eur(0),
                                eur(0),
                                List.of(usage),
                                List.of())));
    }

    @Test
    void aChangeAtThePeriodsEndWaitsForIt() {
        var scheduled = new PlanChangeScheduled(BIG);
        var later = Deals.change(BIG, When.AT_PERIOD_END);
        active(PRO).when(later).then(scheduled);
        active(PRO).events(scheduled).when(later).thenNothing();
        active(PRO)
                .events(scheduled)
                .when(Deals.change(PRO, When.AT_PERIOD_END))
                .then(new PlanChangeWithdrawn());
        active(PRO)
                .events(scheduled)
                .at(FIRST.end())
                .when(ADVANCE)
                .then(
                        new PlanChanged(FIRST.end(), BIG, CYCLE, FIRST, eur(0)),
                        RENEWED,
                        new ChargeDue(chargeOf(BIG, 2, Charge.Kind.RENEWAL, SECOND, 9000)));
    }

    @Test
    void aScheduledChangeOfLengthBeginsItsOwnPeriods() {
        var year = yearly("year", 30000);
        var cycle = new Cycle(FIRST.end(), Cycle.Unit.YEAR);
        active(PRO)
                .events(new PlanChangeScheduled(year))
                .at(FIRST.end())
                .when(ADVANCE)
                .then(
                        new PlanChanged(FIRST.end(), year, cycle, FIRST, eur(0)),
                        new SubscriptionRenewed(cycle.nth(0)),
                        new ChargeDue(chargeOf(year, 2, Charge.Kind.RENEWAL, cycle.nth(0), 30000)));
    }

    @Test
    void aTrialChangesForNothing() {
        subscription(TRYING).when(CHANGE).then(new PlanChanged(NOW, BIG, CYCLE, TRIAL, eur(0)));
        subscription(TRYING).when(Deals.change(PRO, When.NOW)).thenNothing();
        assertThat(subscription(TRYING, new PlanChanged(NOW, BIG, CYCLE, TRIAL, eur(0)))
                        .state())
                .isEqualTo(new Subscription.Trialing(BIG, TRIAL, false, Book.NEW.withTrial()));
    }

    @Test
    void keepsItsSeatsUnlessTold() {
        var later = new ChangePlan(BIG.plan(), BIG.terms(), Optional.empty(), When.AT_PERIOD_END);
        active(PRO.withSeats(7)).when(later).then(new PlanChangeScheduled(BIG.withSeats(7)));
    }

    @Test
    void staysAsItIsWhenNothingIsOther() {
        active(PRO).when(Deals.change(PRO, When.NOW)).thenNothing();
        active(PRO).when(new ChangeSeats(1, When.NOW)).thenNothing();
        active(PRO).when(new ChangeSeats(1, When.AT_PERIOD_END)).thenNothing();
    }

    @Test
    void keepsItsCurrency() {
        var yen = Deals.deal("yen", new Money(3000, Currency.getInstance("JPY")), Cycle.Unit.MONTH, List.of());
        active(PRO).when(Deals.change(yen, When.NOW)).thenRejected(CONFLICT, "subscription.currency-differs");
        active(BIG)
                .events(new PlanChanged(HALF, PRO, CYCLE, FIRST, eur(3000)), ENDED)
                .at(HALF)
                .when(new Subscribe(yen))
                .thenRejected(CONFLICT, "subscription.currency-differs");
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void changesOnlyWhenAllIsPaid(SubscriptionCommand change) {
        subscription(ORDERED, FIRST_DUE).when(change).thenRejected(CONFLICT, "subscription.unpaid");
        subscription(pastDue().toArray(SubscriptionEvent[]::new))
                .when(change)
                .thenRejected(CONFLICT, "subscription.unpaid");
    }

    // --- the end

    @Test
    void endsWithItsPeriodUnlessResumed() {
        var scheduled = new CancellationScheduled();
        active(PRO).when(new Cancel(When.AT_PERIOD_END)).then(scheduled);
        active(PRO).events(scheduled).when(new Cancel(When.AT_PERIOD_END)).thenNothing();
        active(PRO)
                .events(scheduled)
                .at(FIRST.end())
                .when(ADVANCE)
                .then(new SubscriptionCancelled(FIRST.end(), Reason.REQUESTED));
        active(PRO).events(scheduled).when(new Resume()).then(new CancellationWithdrawn());
        active(PRO)
                .events(scheduled, new CancellationWithdrawn())
                .at(FIRST.end())
                .when(ADVANCE)
                .then(RENEWED, RENEWAL_DUE);
        active(PRO).when(new Resume()).thenNothing();
        active(PRO)
                .events(scheduled)
                .at(FIRST.end())
                .when(new Resume())
                .thenRejected(CONFLICT, "subscription.cancelled");
    }

    @Test
    void aTrialEndsUnpaidIfCancelled() {
        subscription(TRYING).when(new Cancel(When.NOW)).then(new SubscriptionCancelled(NOW, Reason.REQUESTED));
        subscription(TRYING).when(new Cancel(When.AT_PERIOD_END)).then(new CancellationScheduled());
        subscription(TRYING, new CancellationScheduled())
                .at(TRIAL.end())
                .when(ADVANCE)
                .then(new SubscriptionCancelled(TRIAL.end(), Reason.REQUESTED));
        subscription(TRYING, new CancellationScheduled()).when(new Resume()).then(new CancellationWithdrawn());
    }

    @Test
    void chargesWhatWasUsedUntilItsEnd() {
        var deal = metered("pro", 3000);
        var usage = new UsageDue(new Period(NOW, HALF), deal.plan(), deal.terms(), CYCLE, NOW, true);
        active(deal)
                .at(HALF)
                .when(new Cancel(When.NOW))
                .then(
                        new ChargeDue(new Charge(
                                id(2), Charge.Kind.FINAL, FIRST, List.of(), eur(0), eur(0), List.of(usage), List.of())),
                        ENDED);
    }

    @Test
    void anUnpaidPeriodsUsageIsChargedAtTheEndToo() {
        var life = new Life();
        life.accepted(NOW, new Subscribe(metered("pro", 3000)));
        life.payUntil(NOW);
        life.accepted(FIRST.end(), ADVANCE);
        life.accepted(FIRST.end(), new Cancel(When.NOW));
        assertThat(life.abandoned()).containsExactly(id(2));
        assertThat(life.charges().getLast().kind()).isEqualTo(Charge.Kind.FINAL);
        assertThat(life.charges().getLast().usage())
                .extracting(UsageDue::period)
                .containsExactly(FIRST, new Period(FIRST.end(), FIRST.end()));
        assertThat(life.accepted(FIRST.end(), settled(3, Outcome.PAID))).isEmpty();
    }

    @Test
    void mayBeGivenUpBeforeItIsPaid() {
        subscription(ORDERED, FIRST_DUE)
                .when(new Cancel(When.NOW))
                .then(new ChargeAbandoned(id(1)), new SubscriptionCancelled(NOW, Reason.NEVER_PAID));
        subscription(ORDERED, FIRST_DUE).when(new Resume()).thenNothing();
    }

    @Test
    void beginsAgainAndCountsItsChargesOn() {
        subscription(ORDERED, FIRST_DUE, PAID, ACTIVATED, ENDED)
                .when(new Subscribe(PRO))
                .then(ORDERED, new ChargeDue(charge(2, Charge.Kind.FIRST, FIRST, 3000)));
    }

    @ParameterizedTest
    @FieldSource("OF_A_SUBSCRIPTION")
    void nothingIsDoneToOneThatIsNotThere(SubscriptionCommand command) {
        subscription().when(command).thenRejected(NOT_FOUND, "subscription.not-found");
    }

    @Test
    void whatHasEndedStaysSo() {
        var ended = subscription(ORDERED, FIRST_DUE, PAID, ACTIVATED, ENDED);
        ended.when(CHANGE).thenRejected(CONFLICT, "subscription.cancelled");
        ended.when(new Resume()).thenRejected(CONFLICT, "subscription.cancelled");
        ended.when(new Cancel(When.NOW)).thenNothing();
        ended.at(SECOND.end()).when(ADVANCE).thenNothing();
        subscription().when(ADVANCE).thenNothing();
    }

    // --- settling

    @Test
    void isSettledOnce() {
        active(PRO).when(settled(1, Outcome.PAID)).thenNothing();
        active(PRO).when(settled(1, Outcome.FAILED)).thenNothing();
        active(PRO).when(settled(2, Outcome.PAID)).thenRejected(NOT_FOUND, "subscription.charge-not-found");
        subscription().when(settled(1, Outcome.PAID)).thenRejected(NOT_FOUND, "subscription.charge-not-found");
        active(PRO).when(settled(0, Outcome.PAID)).thenRejected(NOT_FOUND, "subscription.charge-not-found");
        subscription(pastDue().toArray(SubscriptionEvent[]::new))
                .when(settled(2, Outcome.FAILED))
                .thenNothing();
    }

    private static Given<Subscription, SubscriptionCommand, SubscriptionEvent, Done> subscription(
            SubscriptionEvent... history) {
        return Given.entity(new SubscriptionDecider()).events(history);
    }

    private static Given<Subscription, SubscriptionCommand, SubscriptionEvent, Done> active(Deal deal) {
        return subscription(
                new SubscriptionOrdered(deal, CYCLE, FIRST, NOW.plus(Duration.ofDays(1))), FIRST_DUE, PAID, ACTIVATED);
    }

    private static List<SubscriptionEvent> active() {
        return List.of(ORDERED, FIRST_DUE, PAID, ACTIVATED);
    }

    private static List<SubscriptionEvent> pastDue() {
        return List.of(
                ORDERED, FIRST_DUE, PAID, ACTIVATED, RENEWED, RENEWAL_DUE, new ChargeFailed(id(2), 1, FIRST.end()));
    }

    private static SettleCharge settled(int charge, Outcome outcome) {
        return settled(charge, 1, outcome);
    }

    private static SettleCharge settled(int charge, int attempt, Outcome outcome) {
        return new SettleCharge(id(charge), attempt, outcome);
    }

    private static ChargeId id(int value) {
        return new ChargeId(value);
    }

    private static Charge charge(int number, Charge.Kind kind, Period period, long minor) {
        return chargeOf(PRO, number, kind, period, minor);
    }

    private static Charge chargeOf(Deal deal, int number, Charge.Kind kind, Period period, long minor) {
        var label = "%s, version 1: %s to %s"
                .formatted(
                        deal.plan().plan(),
                        period.start().toString().substring(0, 10),
                        period.end().toString().substring(0, 10));
        return new Charge(
                id(number),
                kind,
                period,
                List.of(new ChargeLine(ChargeLine.Kind.PLAN, label, 1, eur(minor))),
                eur(minor),
                eur(0),
                List.of(),
                List.of());
    }
}
