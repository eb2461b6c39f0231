package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.Outcome.Committed;
import dev.perennial.persistence.shell.Outcome.Overloaded;
import dev.perennial.persistence.shell.Outcome.Refused;
import dev.perennial.persistence.shell.Tally.Add;
import dev.perennial.persistence.shell.Tally.Counting;
import dev.perennial.persistence.shell.Tally.SetTo;
import dev.perennial.persistence.shell.Tally.Total;
import dev.perennial.persistence.sql.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * An entity that another node has taken over without its first node's knowledge: two clusters on one database know nothing
 * of each other. The first has lost touch, and answers nothing that is not true any more.
 */
class FenceSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final ShellSettings SETTINGS = new ShellSettings(400, 50, 100, 40, Duration.ofSeconds(20), 100);
    private static final ReadLease LEASE = new ReadLease(Duration.ofDays(1), Duration.ZERO, System.nanoTime());
    private static final ShellSystem OLD = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE, LEASE);
    private static final ShellSystem NEW = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE);
    private static final TenantId ACME = new TenantId("acme");
    private static final CommandMeta META = CommandMeta.by(Caller.operator("op"));

    private final EntityId id =
            new EntityId("t" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    @AfterAll
    static void stop() {
        OLD.close();
        NEW.close();
        DATABASE.close();
    }

    /** What it is for: a lease that lasts too long shows what is answered without. */
    @Test
    void withinItsLeaseItAnswersFromMemoryAlone() {
        takeOver();
        LEASE.renew(System.nanoTime(), true);
        assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Counting(1), 1));
        assertThat(send(OLD, new SetTo(1))).isCompletedWithValue(new Committed<>(1, new Total(1), false));
    }

    @Test
    void readsAreNotAnsweredFromOldMemory() {
        takeOver();
        assertThat(read(OLD)).isCompletedExceptionally();
        readsTheTruth();
    }

    @Test
    void refusalsAreNotAnsweredFromOldMemory() {
        takeOver();
        assertThat(send(OLD, new SetTo(0))).isCompletedWithValue(new Overloaded<>());
        readsTheTruth();
    }

    @Test
    void neitherIsThatThereIsNothingToDo() {
        takeOver();
        assertThat(send(OLD, new SetTo(1))).isCompletedWithValue(new Overloaded<>());
        readsTheTruth();
    }

    @Test
    void whatIsStillTrueIsAnswered() {
        loseTouch();
        send(OLD, new Add(1));
        assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Counting(1), 1));
        assertThat(send(OLD, new SetTo(0))).isCompletedWithValueMatching(Refused.class::isInstance);
        assertThat(send(OLD, new Add(1))).isCompletedWithValue(new Committed<>(2, new Total(2), false));
        assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Counting(2), 2));
    }

    @Test
    void anEntityThatStartsInDoubtMakesSure() {
        loseTouch();
        assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Tally.Empty(), 0));
    }

    /** Reads and refusals wait for writes, and each is answered. */
    @Test
    void manyAtATime() {
        loseTouch();
        var asked = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 50; i++) {
            asked.add(ask(OLD, new Add(1)));
            asked.add(ask(OLD, new Add(-1)));
            asked.add(OLD.entities().read(Tally.TYPE, ACME, id).toCompletableFuture());
        }
        assertThat(asked).allSatisfy(each -> assertThat(settled(each)).isCompleted());
        assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Counting(50), 50));
    }

    /** By its own membership, as in the product. */
    @Test
    void aMemberOfAClusterHasALease() {
        var fence =
                Fence.start(NEW.system(), new TenantQueries(DATABASE.database().query()));
        await().until(() -> fence.holds(System.nanoTime()));
    }

    private void takeOver() {
        LEASE.renew(System.nanoTime(), true);
        assertThat(send(OLD, new Add(1))).isCompletedWithValue(new Committed<>(1, new Total(1), false));
        assertThat(send(NEW, new Add(9))).isCompletedWithValue(new Committed<>(2, new Total(10), false));
        loseTouch();
    }

    private static void loseTouch() {
        LEASE.renew(System.nanoTime(), false);
    }

    /** The entity has ended and come back from the journal. */
    private void readsTheTruth() {
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(read(OLD)).isCompletedWithValue(new Versioned<>(new Counting(10), 2)));
    }

    private CompletableFuture<Versioned<Tally>> read(ShellSystem system) {
        return settled(system.entities().read(Tally.TYPE, ACME, id).toCompletableFuture());
    }

    private CompletableFuture<Outcome<Total>> send(ShellSystem system, Tally.Command command) {
        return settled(ask(system, command));
    }

    private CompletableFuture<Outcome<Total>> ask(ShellSystem system, Tally.Command command) {
        return system.entities().send(Tally.TYPE, ACME, id, command, META).toCompletableFuture();
    }

    private static <T> CompletableFuture<T> settled(CompletableFuture<T> answer) {
        answer.handle((_, _) -> true).orTimeout(20, TimeUnit.SECONDS).join();
        return answer;
    }
}
