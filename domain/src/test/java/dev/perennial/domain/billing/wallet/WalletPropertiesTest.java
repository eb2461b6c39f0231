package dev.perennial.domain.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.wallet.Wallet.Open;
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
import dev.perennial.domain.billing.wallet.WalletEvent.HoldEnded;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpCompleted;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpConfigured;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpFailed;
import dev.perennial.domain.billing.wallet.WalletEvent.TopUpRequested;
import dev.perennial.domain.billing.wallet.WalletEvent.WalletCreated;
import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.Context;
import dev.perennial.domain.kernel.Decision.Accepted;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.Given;
import dev.perennial.domain.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a wallet after any commands at any times. A failure names the seed that repeats it. */
class WalletPropertiesTest {

    private static final int COMMANDS = 400;
    private static final WalletDecider DECIDER = new WalletDecider();
    private static final Currency EUR = Currency.getInstance("EUR");

    private static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void creditsAreConservedAndTakenInOrder(long seed) {
        var run = new Run(seed);
        for (var i = 0; i < COMMANDS; i++) {
            run.step();
        }
        assertThat(run.consumed).as("consumed in this run").isPositive();
    }

    /** A wallet, its statement, and the time. */
    private static final class Run {

        private final Random random;
        private final Set<TopUpId> completed = new HashSet<>();
        private final List<GrantId> arrived = new ArrayList<>();
        private Instant now = Given.NOW;
        private Balance statement = new Balance(0, 0);
        private long granted;
        private long consumed;
        private long lapsed;
        private int counter;
        private Wallet state;

        Run(long seed) {
            random = new Random(seed);
            state = DECIDER.initial();
            apply(new CreateWallet("Main"));
        }

        void step() {
            now = now.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(60));
            apply(command());
        }

        private void apply(WalletCommand command) {
            var context = new Context(new TenantId("acme"), new EntityId("main"), now, Caller.ANONYMOUS);
            if (DECIDER.decide(state, command, context)
                    instanceof Accepted<WalletEvent, Balance>(var events, var reply)) {
                for (var event : events) {
                    apply(event);
                }
                assertThat(reply).isEqualTo(open().balance());
                assertThat(open().at(now)).as("nothing that was due is left").isEqualTo(open());
            }
        }

        private void apply(WalletEvent event) {
            var before = state;
            state = DECIDER.evolve(state, event);
            switch (event) {
                case CreditsGranted it -> {
                    granted += it.amount();
                    arrived.add(it.grant());
                }
                case CreditsConsumed it -> {
                    consumed += Part.sum(it.parts());
                    inOrder(((Open) before).grants(), it.parts());
                }
                case CreditsHeld it -> inOrder(((Open) before).grants(), it.parts());
                case HoldEnded it -> {
                    consumed += Part.sum(it.ended().captured());
                    lapsed += Part.sum(it.ended().lapsed());
                }
                case CreditsLapsed it -> lapsed += it.amount();
                case TopUpRequested _ ->
                    assertThat(((Open) before).topUps().progress()).isNotInstanceOf(TopUps.Progress.Pending.class);
                case TopUpCompleted it -> assertThat(completed.add(it.topUp())).isTrue();
                case WalletCreated _, TopUpConfigured _, TopUpFailed _ ->
                    assertThat(Movement.of(event)).isEmpty();
            }
            Movement.of(event).ifPresent(this::enter);
            conserved();
        }

        private void enter(Movement entry) {
            statement =
                    statement.plus(entry.change().available(), entry.change().held());
            assertThat(statement).as("sum of the statement").isEqualTo(entry.after());
        }

        private void conserved() {
            var wallet = open();
            assertThat(wallet.totals()).isEqualTo(new Totals(granted, consumed, lapsed, statement.held()));
            assertThat(wallet.balance()).isEqualTo(statement);
            assertThat(granted).isEqualTo(statement.available() + statement.held() + consumed + lapsed);
            assertThat(wallet.grants().value()).allSatisfy(grant -> {
                assertThat(grant.available()).isNotNegative();
                assertThat(grant.held()).isNotNegative();
                assertThat(grant.isSpent()).isFalse();
            });
            assertThat(wallet.grants().value().stream()
                            .mapToLong(Grant::available)
                            .sum())
                    .isEqualTo(statement.available())
                    .isNotNegative();
            assertThat(wallet.grants().value().stream().mapToLong(Grant::held).sum())
                    .isEqualTo(statement.held())
                    .isEqualTo(wallet.holds().value().stream()
                            .mapToLong(Hold::amount)
                            .sum());
        }

        /** Nothing is taken of a grant while one that comes before it has something left, nor of one that is over. */
        private void inOrder(Grants grants, List<Part> parts) {
            var order = grants.value().stream()
                    .sorted(Grant.ORDER.thenComparing(Grant::id, Comparator.comparingInt(arrived::indexOf)))
                    .toList();
            assertThat(grants.value()).isEqualTo(order);
            var open = order.stream().filter(grant -> grant.available() > 0).toList();
            for (var i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i).grant()).isEqualTo(open.get(i).id());
                assertThat(open.get(i).expiry().reached(now)).isFalse();
                if (i < parts.size() - 1) {
                    assertThat(parts.get(i).amount()).isEqualTo(open.get(i).available());
                }
            }
        }

        private WalletCommand command() {
            counter++;
            return switch (random.nextInt(12)) {
                case 0, 1 ->
                    new GrantCredits(
                            new GrantId("g" + counter), 1 + random.nextInt(500), random.nextInt(3), expiry(), "");
                case 2, 3, 4 -> new ConsumeCredits(1 + random.nextInt(200), "");
                case 5, 6 ->
                    new HoldCredits(
                            new HoldId("h" + counter),
                            1 + random.nextInt(200),
                            Duration.ofSeconds(1 + random.nextInt(200_000)),
                            "");
                case 7 -> new CaptureHold(hold(), 1 + random.nextInt(200));
                case 8 -> new ReleaseHold(hold());
                case 9 -> new CompleteTopUp(new TopUpId(topUp()));
                case 10 -> random.nextBoolean() ? new FailTopUp(new TopUpId(topUp()), "") : configure();
                default -> new SettleWallet();
            };
        }

        private Expiry expiry() {
            return random.nextBoolean()
                    ? new Expiry.Never()
                    : new Expiry.At(now.plusSeconds(1 + random.nextInt(400_000)));
        }

        private HoldId hold() {
            var holds = open().holds().value();
            return holds.isEmpty()
                    ? new HoldId("none")
                    : holds.get(random.nextInt(holds.size())).id();
        }

        private long topUp() {
            return Math.max(0, open().topUps().latest().value() - random.nextInt(3));
        }

        private ConfigureTopUp configure() {
            var terms = new TopUpTerms(150, new Money(100, EUR), random.nextInt(3), random.nextInt(3));
            return new ConfigureTopUp(
                    random.nextInt(4) == 0
                            ? new TopUpPolicy.Off()
                            : new TopUpPolicy.Below(1 + random.nextInt(150), terms, 1 + random.nextInt(24)));
        }

        private Open open() {
            return (Open) state;
        }
    }
}
