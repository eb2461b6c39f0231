package dev.perennial.domain.billing.wallet;

import static dev.perennial.domain.kernel.Rejection.Kind.CONFLICT;
import static dev.perennial.domain.kernel.Rejection.Kind.EXHAUSTED;
import static dev.perennial.domain.kernel.Rejection.Kind.INVALID;
import static dev.perennial.domain.kernel.Rejection.Kind.NOT_FOUND;
import static dev.perennial.domain.kernel.Rejection.Kind.UNPAID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.wallet.WalletCommand.CaptureHold;
import dev.perennial.domain.billing.wallet.WalletCommand.CompleteTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConfigureTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.ConsumeCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.CreateWallet;
import dev.perennial.domain.billing.wallet.WalletCommand.FailTopUp;
import dev.perennial.domain.billing.wallet.WalletCommand.GrantCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.HoldCredits;
import dev.perennial.domain.billing.wallet.WalletCommand.ReleaseHold;
import dev.perennial.domain.billing.wallet.WalletCommand.SettleWallet;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsConsumed;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsGranted;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsHeld;
import dev.perennial.domain.billing.wallet.WalletEvent.CreditsLapsed;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldCaptured;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldExpired;
import dev.perennial.domain.billing.wallet.WalletEvent.HoldReleased;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalletDeciderTest {

    private static final Expiry NEVER = new Expiry.Never();
    private static final Instant TOMORROW = Given.NOW.plus(Duration.ofDays(1));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant IN_AN_HOUR = Given.NOW.plus(HOUR);
    private static final HoldId JOB = new HoldId("job");
    private static final WalletCreated CREATED = new WalletCreated("Main");
    private static final CreditsGranted GRANTED = granted("g1", 100, 0, NEVER, 100, 0);
    private static final CreditsHeld HELD =
            new CreditsHeld(JOB, parts("g1", 40), IN_AN_HOUR, "render", new Balance(60, 40));
    private static final TopUpPolicy OFF = new TopUpPolicy.Off();

    private static Given<Wallet, WalletCommand, WalletEvent, Balance> wallet(WalletEvent... history) {
        return Given.entity(new WalletDecider()).events(history);
    }

    private static CreditsGranted granted(
            String id, long amount, int priority, Expiry expiry, long available, long held) {
        return new CreditsGranted(new GrantId(id), amount, priority, expiry, "", new Balance(available, held));
    }

    private static GrantCredits grant(String id, long amount, int priority, Expiry expiry) {
        return new GrantCredits(new GrantId(id), amount, priority, expiry, "");
    }

    private static HoldCredits hold(long amount) {
        return new HoldCredits(JOB, amount, HOUR, "render");
    }

    private static List<Part> parts(String grant, long amount) {
        return List.of(part(grant, amount));
    }

    private static Part part(String grant, long amount) {
        return new Part(new GrantId(grant), amount);
    }

    private static Ended ended(List<Part> captured, List<Part> returned, List<Part> lapsed) {
        return new Ended(captured, returned, lapsed);
    }

    static Stream<WalletCommand> onExisting() {
        return Stream.of(
                grant("g1", 1, 0, NEVER),
                new ConsumeCredits(1, ""),
                hold(1),
                new CaptureHold(JOB, 1),
                new ReleaseHold(JOB),
                new ConfigureTopUp(OFF),
                new CompleteTopUp(new TopUpId(1)),
                new FailTopUp(new TopUpId(1), ""),
                new SettleWallet());
    }

    @ParameterizedTest
    @MethodSource("onExisting")
    void nothingCanBeDoneWithAWalletThatIsNotThere(WalletCommand command) {
        wallet().when(command).thenRejected(NOT_FOUND, "wallet.not-found");
    }

    @Test
    void isCreatedOnce() {
        wallet().when(new CreateWallet("Main")).then(CREATED).replying(new Balance(0, 0));
        wallet(CREATED, GRANTED).when(new CreateWallet("Main")).thenNothing().replying(new Balance(100, 0));
        wallet(CREATED).when(new CreateWallet("Other")).thenRejected(CONFLICT, "wallet.exists");
        wallet().when(new CreateWallet(" ")).thenRejected(INVALID, "wallet.name-invalid");
    }

    @Test
    void credits() {
        wallet(CREATED).when(grant("g1", 100, 0, NEVER)).then(GRANTED).replying(new Balance(100, 0));
    }

    @Test
    void refusesGrantsThatCannotBe() {
        wallet(CREATED, GRANTED).when(grant("g1", 5, 0, NEVER)).thenRejected(CONFLICT, "grant.exists");
        wallet(CREATED).when(grant("g", 5, 0, new Expiry.At(Given.NOW))).thenRejected(INVALID, "grant.expiry-past");
        wallet(CREATED).when(grant("g", 5, -1, NEVER)).thenRejected(INVALID, "credits.priority-invalid");
        wallet(CREATED).when(grant("g", 5, 101, NEVER)).thenRejected(INVALID, "credits.priority-invalid");
        wallet(CREATED)
                .when(new GrantCredits(new GrantId("g"), 5, 0, NEVER, "two\nlines"))
                .thenRejected(INVALID, "credits.reason-invalid");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, WalletDecider.MAX_AMOUNT + 1, Long.MAX_VALUE})
    void refusesAmountsThatCannotBe(long amount) {
        var wallet = wallet(CREATED, GRANTED, HELD);
        wallet.when(grant("g2", amount, 0, NEVER)).thenRejected(INVALID, "credits.amount-invalid");
        wallet.when(new ConsumeCredits(amount, "")).thenRejected(INVALID, "credits.amount-invalid");
        wallet.when(new HoldCredits(new HoldId("h2"), amount, HOUR, ""))
                .thenRejected(INVALID, "credits.amount-invalid");
        wallet.when(new CaptureHold(JOB, amount)).thenRejected(INVALID, "credits.amount-invalid");
    }

    @Test
    void isNeverGrantedMoreThanCanBeCounted() {
        var most = granted("g0", WalletDecider.MAX_GRANTED, 0, NEVER, WalletDecider.MAX_GRANTED, 0);
        wallet(CREATED, most).when(grant("g1", 1, 0, NEVER)).thenRejected(CONFLICT, "wallet.granted-too-much");
    }

    @Test
    void hasABoundedNumberOfGrantsWithSomethingLeft() {
        var grants =
                IntStream.rangeClosed(1, WalletDecider.MAX_GRANTS).mapToObj(i -> granted("g" + i, 1, 0, NEVER, i, 0));
        var full = wallet(Stream.concat(Stream.of(CREATED), grants).toArray(WalletEvent[]::new));
        var rejection = full.when(grant("more", 1, 0, NEVER)).thenRejected(EXHAUSTED, "wallet.too-many-grants");
        assertThat(rejection.members()).containsEntry("limit", "500");
        full.events(new CreditsConsumed(parts("g1", 1), "", new Balance(499, 0)))
                .when(grant("more", 1, 0, NEVER))
                .then(granted("more", 1, 0, NEVER, 500, 0));
    }

    @Test
    void takesByPriorityThenExpiryThenAge() {
        var soon = new Expiry.At(TOMORROW);
        wallet(
                        CREATED,
                        granted("late", 10, 1, NEVER, 10, 0),
                        granted("old", 10, 1, soon, 20, 0),
                        granted("young", 10, 1, soon, 30, 0),
                        granted("first", 10, 0, NEVER, 40, 0))
                .when(new ConsumeCredits(35, "calls"))
                .then(new CreditsConsumed(
                        List.of(part("first", 10), part("old", 10), part("young", 10), part("late", 5)),
                        "calls",
                        new Balance(5, 0)))
                .replying(new Balance(5, 0));
    }

    @Test
    void neverGivesMoreThanIsAvailable() {
        var rejection = wallet(CREATED, GRANTED, HELD)
                .when(new ConsumeCredits(61, ""))
                .thenRejected(UNPAID, "wallet.insufficient");
        assertThat(rejection.members()).isEqualTo(Map.of("available", "60", "needed", "61"));
        wallet(CREATED, GRANTED)
                .when(new ConsumeCredits(100, ""))
                .then(new CreditsConsumed(parts("g1", 100), "", new Balance(0, 0)));
        wallet(CREATED, GRANTED).when(hold(101)).thenRejected(UNPAID, "wallet.insufficient");
        wallet(CREATED, GRANTED)
                .when(new ConsumeCredits(1, " padded "))
                .thenRejected(INVALID, "credits.reason-invalid");
    }

    @Test
    void holds() {
        wallet(CREATED, GRANTED).when(hold(40)).then(HELD).replying(new Balance(60, 40));
        wallet(CREATED, GRANTED, HELD).when(hold(1)).thenRejected(CONFLICT, "hold.exists");
        for (var lifetime : List.of(
                Duration.ZERO, Duration.ofSeconds(-5), Duration.ofDays(30).plusSeconds(1))) {
            wallet(CREATED, GRANTED)
                    .when(new HoldCredits(JOB, 1, lifetime, ""))
                    .thenRejected(INVALID, "hold.lifetime-invalid");
        }
        wallet(CREATED, GRANTED)
                .when(new HoldCredits(JOB, 1, HOUR, "\t"))
                .thenRejected(INVALID, "credits.reason-invalid");
    }

    @Test
    void hasABoundedNumberOfHolds() {
        var holds = IntStream.rangeClosed(1, WalletDecider.MAX_HOLDS)
                .mapToObj(i ->
                        new CreditsHeld(new HoldId("h" + i), parts("g", 1), IN_AN_HOUR, "", new Balance(2_000 - i, i)));
        var history = Stream.concat(Stream.of(CREATED, granted("g", 2_000, 0, NEVER, 2_000, 0)), holds);
        var rejection = wallet(history.toArray(WalletEvent[]::new))
                .when(hold(1))
                .thenRejected(EXHAUSTED, "wallet.too-many-holds");
        assertThat(rejection.members()).containsEntry("limit", "1000");
    }

    @Test
    void capturesAllOrAPartAndReturnsTheRest() {
        var nothing = List.<Part>of();
        wallet(CREATED, GRANTED, HELD)
                .when(new CaptureHold(JOB, 40))
                .then(new HoldCaptured(JOB, ended(parts("g1", 40), nothing, nothing), new Balance(60, 0)));
        wallet(CREATED, GRANTED, HELD)
                .when(new CaptureHold(JOB, 15))
                .then(new HoldCaptured(JOB, ended(parts("g1", 15), parts("g1", 25), nothing), new Balance(85, 0)))
                .replying(new Balance(85, 0));
    }

    @Test
    void capturesNoMoreThanIsHeldAndOnce() {
        var rejection =
                wallet(CREATED, GRANTED, HELD).when(new CaptureHold(JOB, 41)).thenRejected(UNPAID, "hold.insufficient");
        assertThat(rejection.members()).isEqualTo(Map.of("held", "40", "needed", "41"));
        var captured = new HoldCaptured(JOB, ended(parts("g1", 40), List.of(), List.of()), new Balance(60, 0));
        var over = wallet(CREATED, GRANTED, HELD, captured);
        over.when(new CaptureHold(JOB, 1)).thenRejected(NOT_FOUND, "hold.not-found");
        over.when(new ReleaseHold(JOB)).thenRejected(NOT_FOUND, "hold.not-found");
    }

    @Test
    void releasesToTheGrantsItTookFrom() {
        wallet(CREATED, GRANTED, HELD)
                .when(new ReleaseHold(JOB))
                .then(new HoldReleased(JOB, ended(List.of(), parts("g1", 40), List.of()), new Balance(100, 0)))
                .replying(new Balance(100, 0));
    }

    @Test
    void whatExpiredComesBeforeTheCommand() {
        var lapsing = granted("g2", 10, 0, new Expiry.At(IN_AN_HOUR.plusSeconds(1)), 110, 0);
        var held = new CreditsHeld(JOB, parts("g2", 4), IN_AN_HOUR, "", new Balance(106, 4));
        var expired =
                new HoldExpired(JOB, IN_AN_HOUR, ended(List.of(), parts("g2", 4), List.of()), new Balance(110, 0));
        var lapsed = new CreditsLapsed(new GrantId("g2"), 10, IN_AN_HOUR.plusSeconds(1), new Balance(100, 0));
        var later = wallet(CREATED, GRANTED, lapsing, held).at(TOMORROW);
        later.when(new SettleWallet()).then(expired, lapsed).replying(new Balance(100, 0));
        later.when(new ConsumeCredits(100, ""))
                .then(expired, lapsed, new CreditsConsumed(parts("g1", 100), "", new Balance(0, 0)));
        later.when(new ConsumeCredits(101, "")).thenRejected(UNPAID, "wallet.insufficient");
        later.when(new CaptureHold(JOB, 4)).thenRejected(NOT_FOUND, "hold.not-found");
    }

    @Test
    void settlesNothingTwiceAndNothingThatIsNotDue() {
        wallet(CREATED, GRANTED, HELD).when(new SettleWallet()).thenNothing().replying(new Balance(60, 40));
        var expired =
                new HoldExpired(JOB, IN_AN_HOUR, ended(List.of(), parts("g1", 40), List.of()), new Balance(100, 0));
        wallet(CREATED, GRANTED, HELD).at(IN_AN_HOUR).when(new SettleWallet()).then(expired);
        wallet(CREATED, GRANTED, HELD, expired)
                .at(TOMORROW)
                .when(new SettleWallet())
                .thenNothing();
    }

    @Test
    void whatIsHeldOutlivesItsGrantUntilItWouldReturn() {
        var lapsing = granted("g2", 10, 0, new Expiry.At(IN_AN_HOUR), 10, 0);
        var held = new CreditsHeld(JOB, parts("g2", 6), TOMORROW, "", new Balance(4, 6));
        var lapsed = new CreditsLapsed(new GrantId("g2"), 4, IN_AN_HOUR, new Balance(0, 6));
        var later = wallet(CREATED, lapsing, held).at(IN_AN_HOUR);
        later.when(new CaptureHold(JOB, 5))
                .then(
                        lapsed,
                        new HoldCaptured(JOB, ended(parts("g2", 5), List.of(), parts("g2", 1)), new Balance(0, 0)));
        later.when(new ReleaseHold(JOB))
                .then(lapsed, new HoldReleased(JOB, ended(List.of(), List.of(), parts("g2", 6)), new Balance(0, 0)));
    }

    @Test
    void aHoldThatEndsWithItsGrantLapsesWithIt() {
        var lapsing = granted("g2", 10, 0, new Expiry.At(IN_AN_HOUR), 10, 0);
        var held = new CreditsHeld(JOB, parts("g2", 10), IN_AN_HOUR, "", new Balance(0, 10));
        wallet(CREATED, lapsing, held)
                .at(TOMORROW)
                .when(new SettleWallet())
                .then(new HoldExpired(
                        JOB, IN_AN_HOUR, ended(List.of(), List.of(), parts("g2", 10)), new Balance(0, 0)));
    }

    @Test
    void isDueWhenTheFirstThingInItExpires() {
        assertThat(open(wallet(CREATED, GRANTED)).dueAt()).isEmpty();
        assertThat(open(wallet(CREATED, GRANTED, HELD)).dueAt()).contains(IN_AN_HOUR);
        var lapsing = granted("g2", 10, 0, new Expiry.At(TOMORROW), 110, 0);
        assertThat(open(wallet(CREATED, GRANTED, lapsing)).dueAt()).contains(TOMORROW);
        assertThat(open(wallet(CREATED, GRANTED, lapsing, HELD)).dueAt()).contains(IN_AN_HOUR);
    }

    @Test
    void isSeenAsOfATimeBeforeAnybodySettledIt() {
        var open = open(wallet(CREATED, GRANTED, HELD));
        assertThat(open.at(Given.NOW).balance()).isEqualTo(new Balance(60, 40));
        assertThat(open.at(IN_AN_HOUR).balance()).isEqualTo(new Balance(100, 0));
    }

    private static Wallet.Open open(Given<Wallet, WalletCommand, WalletEvent, Balance> given) {
        return (Wallet.Open) given.state();
    }
}
