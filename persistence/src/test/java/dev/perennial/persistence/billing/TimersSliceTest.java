package dev.perennial.persistence.billing;

import static dev.perennial.domain.billing.BillingEntities.WALLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perennial.domain.billing.wallet.GrantId;
import dev.perennial.domain.billing.wallet.Wallet.Open;
import dev.perennial.domain.billing.wallet.WalletCommand.CreateWallet;
import dev.perennial.domain.billing.wallet.WalletCommand.GrantCredits;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.Expiry;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.billing.Timers.Told;
import dev.perennial.persistence.shell.CommandMeta;
import dev.perennial.persistence.shell.Entities;
import dev.perennial.persistence.shell.Outcome;
import dev.perennial.persistence.shell.Versioned;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Grants that expire in wallets that nobody uses. */
class TimersSliceTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Told NOBODY = new Told(0, Duration.ZERO);
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final BillingSystem BILLING = new BillingSystem(Instant.parse("2026-03-01T00:00:00Z"));

    private final Instant due = BILLING.now().plus(HOUR);

    @BeforeAll
    static void show() throws SQLException {
        BILLING.show();
    }

    @AfterAll
    static void stop() {
        BILLING.close();
    }

    /** Nothing is left for the next test. */
    @AfterEach
    void nobodyIsDueAnyMore() throws Exception {
        BILLING.awaitAllShown();
        assertThat(run(due.plus(HOUR), 10)).isEqualTo(NOBODY);
    }

    @Test
    void whoIsDueIsToldAndForHowLongItWasIsKnown() throws Exception {
        var wallet = expiring(ACME, "one", due);

        assertThat(run(due.minusMillis(1), 10)).isEqualTo(NOBODY);
        assertThat(available(ACME, wallet)).isEqualTo(5);

        assertThat(run(due.plusSeconds(7), 10)).isEqualTo(new Told(1, Duration.ofSeconds(7)));
        assertThat(available(ACME, wallet)).isZero();
    }

    @Test
    void whoeverNothingHappensToIsLeftAlone() throws Exception {
        var wallet = new EntityId("quiet");
        BILLING.send(WALLET, ACME, wallet, new CreateWallet("Quiet"));
        BILLING.awaitAllShown();
        assertThat(run(due.plus(HOUR), 10)).isEqualTo(NOBODY);
    }

    @Test
    void whileTheViewIsBehindTheyAreToldAgainWhichChangesNothing() throws Exception {
        var wallet = expiring(ACME, "again", due);
        BILLING.rest();

        assertThat(run(due, 10).count()).isOne();
        var revision = revision(wallet);
        assertThat(run(due, 10).count()).isOne();
        assertThat(revision(wallet)).isEqualTo(revision);
        BILLING.show();
    }

    @Test
    void moreThanFitAtOnceAreAllToldTheLongestDueFirst() throws Exception {
        var ids = List.of("a", "b", "c");
        for (var id : ids) {
            // Of the same time, and of the same name.
            expiring(ACME, id, due);
            expiring(OTHER, id, due);
        }
        expiring(OTHER, "first", due.minusSeconds(60));

        assertThat(run(due, 2)).isEqualTo(new Told(7, Duration.ofSeconds(60)));
        assertThat(ids).allSatisfy(id -> {
            assertThat(available(ACME, new EntityId(id))).isZero();
            assertThat(available(OTHER, new EntityId(id))).isZero();
        });
        assertThat(available(OTHER, new EntityId("first"))).isZero();
    }

    @Test
    void whoDoesNotAnswerKeepsNobodyWaitingAndIsToldWithTheNextRun() throws Exception {
        var silent = expiring(ACME, "m1", due);
        var next = expiring(ACME, "m2", due);
        BILLING.set(due);

        assertThatIllegalStateException()
                .isThrownBy(() -> WalletViews.TIMERS.run(new Silent(silent), BILLING.projection(), due, 1))
                .withMessageContaining("unknown");
        assertThat(available(ACME, silent)).isEqualTo(5);
        assertThat(available(ACME, next)).isZero();

        BILLING.awaitAllShown();
        assertThat(run(due, 1).count()).isOne();
        assertThat(available(ACME, silent)).isZero();
    }

    /** Shown as due. */
    private static EntityId expiring(TenantId tenant, String id, Instant at) throws InterruptedException {
        var wallet = new EntityId(id);
        BILLING.send(WALLET, tenant, wallet, new CreateWallet("Main"));
        BILLING.send(WALLET, tenant, wallet, new GrantCredits(new GrantId("g"), 5, 0, new Expiry.At(at), ""));
        BILLING.awaitAllShown();
        return wallet;
    }

    private static Told run(Instant now, int atOnce) {
        BILLING.set(now);
        return WalletViews.TIMERS.run(BILLING.entities(), BILLING.projection(), now, atOnce);
    }

    private static long available(TenantId tenant, EntityId wallet) {
        return BILLING.read(WALLET, tenant, wallet) instanceof Open open
                ? open.balance().available()
                : 0;
    }

    private static long revision(EntityId wallet) {
        return BILLING.entities()
                .read(WALLET, ACME, wallet)
                .toCompletableFuture()
                .join()
                .revision();
    }

    /** One entity cannot be reached. */
    private record Silent(EntityId lost) implements Entities {

        @Override
        public <S, C, E, R> CompletionStage<Outcome<R>> send(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id, C command, CommandMeta meta) {
            return id.equals(lost)
                    ? CompletableFuture.completedFuture(new Outcome.Unknown<>())
                    : BILLING.entities().send(type, tenant, id, command, meta);
        }

        @Override
        public <S, C, E, R> CompletionStage<Versioned<S>> read(
                EntityType<S, C, E, R> type, TenantId tenant, EntityId id) {
            return BILLING.entities().read(type, tenant, id);
        }
    }
}
