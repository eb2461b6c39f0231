package dev.perennial.persistence.shell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Rejection;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Tally.Add;
import dev.perennial.persistence.shell.Tally.Total;
import dev.perennial.persistence.sql.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The shell over the real journal. */
class EntityShellSliceTest {

    private static final ShellSettings SETTINGS = new ShellSettings(400, 50, 100, 40, Duration.ofSeconds(20), 100);
    private static final TenantId ACME = new TenantId("acme");
    private static final CommandMeta META = CommandMeta.by(Caller.operator("op"));
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static ShellSystem running = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE);

    @AfterAll
    static void stop() {
        running.close();
        DATABASE.close();
    }

    @Test
    void answersAfterTheCommitAndReadsWhatIsCommitted() throws Exception {
        var id = someId();
        assertThat(await(send(id, new Add(3), META))).isEqualTo(new Outcome.Committed<>(1, new Total(3), false));
        assertThat(await(send(id, new Add(4), META))).isEqualTo(new Outcome.Committed<>(2, new Total(7), false));
        assertThat(await(read(id))).isEqualTo(new Versioned<>(new Tally.Counting(7), 2));
        assertThat(journalled(id)).isEqualTo(2);
    }

    @Test
    void anEntityThatWasNeverWrittenReadsAsItsInitialState() throws Exception {
        assertThat(await(read(someId()))).isEqualTo(new Versioned<>(new Tally.Empty(), 0));
    }

    @Test
    void aRejectionAndANoOpWriteNothing() throws Exception {
        var id = someId();
        assertThat(await(send(id, new Add(-1), META)))
                .isEqualTo(
                        new Outcome.Refused<>(Rejection.invalid("tally.negative", "An amount must not be negative.")));
        assertThat(await(send(id, new Add(0), META))).isEqualTo(new Outcome.Committed<>(0, new Total(0), false));
        assertThat(journalled(id)).isZero();
    }

    @Test
    void aRepeatedCommandTakesEffectOnceAlsoAfterARestart() throws Exception {
        var id = someId();
        var keyed = META.keyed(new CommandKey(1, 2, 3));
        assertThat(await(send(id, new Add(5), keyed))).isEqualTo(new Outcome.Committed<>(1, new Total(5), false));
        await(send(id, new Add(1), META));
        assertThat(await(send(id, new Add(5), keyed))).isEqualTo(new Outcome.Committed<>(1, new Total(5), true));
        restart();
        assertThat(await(send(id, new Add(5), keyed))).isEqualTo(new Outcome.Committed<>(1, new Total(5), true));
        assertThat(await(send(id, new Add(9), META.keyed(new CommandKey(1, 2, 4)))))
                .isEqualTo(new Outcome.KeyReused<>());
        assertThat(journalled(id)).isEqualTo(2);
    }

    @Test
    void repetitionsWithinOneBatchTakeEffectOnce() throws Exception {
        var id = someId();
        var answers = new ArrayList<CompletionStage<Outcome<Total>>>();
        for (var i = 0; i < 60; i++) {
            answers.add(send(id, new Add(1), META.keyed(new CommandKey(7, i / 3, 9))));
        }
        for (var i = 0; i < 60; i++) {
            var committed = (Outcome.Committed<Total>) await(answers.get(i));
            assertThat(committed.revision()).isEqualTo(i / 3 + 1);
            assertThat(committed.replayed()).isEqualTo(i % 3 != 0);
        }
        assertThat(journalled(id)).isEqualTo(20);
    }

    @Test
    void remembersNoMoreCommandsThanItsBound() throws Exception {
        var id = someId();
        for (var i = 0; i <= SETTINGS.rememberedCommands(); i++) {
            await(send(id, new Add(1), META.keyed(new CommandKey(i, 1, 1))));
        }
        assertThat(replayed(id, 1)).isTrue();
        assertThat(replayed(id, SETTINGS.rememberedCommands())).isTrue();
        assertThat(replayed(id, 0)).isFalse();
    }

    @Test
    void whatItRemembersSurvivesInASnapshot() throws Exception {
        var id = someId();
        var keys = SETTINGS.snapshotEvery() * 2 + 3;
        for (var i = 0; i < keys; i++) {
            await(send(id, new Add(1), META.keyed(new CommandKey(i, 1, 1))));
        }
        org.awaitility.Awaitility.await().until(() -> count("journal.snapshot", id) > 0);
        restart();
        for (var i = 0; i < keys; i++) {
            assertThat(await(send(id, new Add(1), META.keyed(new CommandKey(i, 1, 1)))))
                    .isEqualTo(new Outcome.Committed<>(i + 1, new Total(i + 1), true));
        }
    }

    @Test
    void aCommandThatExpectsAnotherRevisionChangesNothing() throws Exception {
        var id = someId();
        await(send(id, new Add(1), META));
        var guarded = new CommandMeta(CommandKey.NONE, 0, META.caller(), "");
        assertThat(await(send(id, new Add(1), guarded))).isEqualTo(new Outcome.RevisionMismatch<>(1));
        assertThat(await(send(id, new Add(1), new CommandMeta(CommandKey.NONE, 1, META.caller(), ""))))
                .isEqualTo(new Outcome.Committed<>(2, new Total(2), false));
    }

    @Test
    void commandsThatArriveDuringAWriteShareACommit() throws Exception {
        var id = someId();
        var answers = new ArrayList<CompletionStage<Outcome<Total>>>();
        for (var i = 0; i < 300; i++) {
            answers.add(send(id, new Add(1), META));
        }
        for (var i = 0; i < 300; i++) {
            assertThat(await(answers.get(i))).isEqualTo(new Outcome.Committed<>(i + 1, new Total(i + 1), false));
        }
        assertThat(journalled(id)).isEqualTo(300);
        assertThat(count("(select distinct persistence_id, transaction_id from journal.event_journal) as t", id))
                .isLessThan(100);
    }

    @Test
    void everyoneIsAnsweredWhateverTheNextBatchComesTo() throws Exception {
        var id = someId();
        for (int round = 1; round <= 50; round++) {
            var changes = send(id, new Add(1), META);
            var refused = send(id, new Add(-1), META);
            var changesNothing = send(id, new Add(0), META);
            assertThat(await(changes)).isEqualTo(new Outcome.Committed<>(round, new Total(round), false));
            assertThat(await(refused)).isInstanceOf(Outcome.Refused.class);
            assertThat(await(changesNothing)).isEqualTo(new Outcome.Committed<>(round, new Total(round), false));
        }
    }

    @Test
    void moreThanItMayHoldIsRefusedAndTheRestTakesEffect() throws Exception {
        var id = someId();
        var answers = new ArrayList<CompletionStage<Outcome<Total>>>();
        for (var i = 0; i < 3000; i++) {
            answers.add(send(id, new Add(1), META));
        }
        var committed = 0;
        var refused = 0;
        for (var answer : answers) {
            switch (await(answer)) {
                case Outcome.Committed<Total> _ -> committed++;
                case Outcome.Overloaded<Total> _ -> refused++;
                case Outcome.Refused<Total> _,
                        Outcome.RevisionMismatch<Total> _,
                        Outcome.KeyReused<Total> _,
                        Outcome.Unknown<Total> _ -> throw new AssertionError("neither taken nor refused");
            }
        }
        assertThat(refused).isPositive();
        assertThat(journalled(id)).isEqualTo(committed);
        assertThat(await(send(id, new Add(1), META))).isInstanceOf(Outcome.Committed.class);
    }

    /** Two nodes that both believe they own the entity: the journal lets only one of them write. */
    @Test
    void aSecondWriterIsFencedAndTheEntityContinuesFromTheJournal() throws Exception {
        var id = someId();
        await(send(id, new Add(1), META));
        DATABASE.execute("""
                insert into journal.event_journal (persistence_id, sequence_number, deleted, writer, write_timestamp,
                    adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
                select persistence_id, 2, false, 'other', write_timestamp, adapter_manifest, event_ser_id,
                    event_ser_manifest, event_payload
                from journal.event_journal where persistence_id = '%s'""".formatted(persistenceId(id)));
        assertThat(await(send(id, new Add(10), META))).isEqualTo(new Outcome.Unknown<>());
        org.awaitility.Awaitility.await()
                .ignoreExceptions()
                .until(() -> await(send(id, new Add(100), META)) instanceof Outcome.Committed);
        assertThat(await(read(id)).state()).isEqualTo(new Tally.Counting(102));
    }

    @Test
    void anOldVersionOfAnEventIsReadAsTheCurrentOne() throws Exception {
        var id = someId();
        await(send(id, new Add(1), META));
        DATABASE.execute("""
                update journal.event_journal set event_ser_manifest = 'test.added#1',
                    event_payload = convert_to('{"e":{"amount":"41"},"by":"user:u_1:20"}', 'UTF8')
                where persistence_id = '%s'""".formatted(persistenceId(id)));
        restart();
        assertThat(await(read(id))).isEqualTo(new Versioned<>(new Tally.Counting(41), 1));
    }

    @Test
    void whatIsStoredIsJsonWithoutClassNames() throws Exception {
        var id = someId();
        await(send(id, new Add(12), META.keyed(new CommandKey(1, 2, 3))));
        try (var connection = DATABASE.owner().getConnection();
                var rows = connection.createStatement().executeQuery("""
                            select event_ser_manifest, convert_from(event_payload, 'UTF8') from journal.event_journal
                            where persistence_id = '%s'""".formatted(persistenceId(id)))) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("test.added#2");
            assertThat(rows.getString(2)).isEqualTo("""
                            {"e":{"amount":12},"by":"operator:op:100","key":"00000000000000010000000000000002",\
                            "fp":"0000000000000003","re":{"total":12}}""");
        }
    }

    private static boolean replayed(EntityId id, long key) throws Exception {
        var outcome = await(send(id, new Add(1), META.keyed(new CommandKey(key, 1, 1))));
        return ((Outcome.Committed<Total>) outcome).replayed();
    }

    private static void restart() {
        running.close();
        running = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE);
    }

    private static CompletionStage<Outcome<Total>> send(EntityId id, Tally.Command command, CommandMeta meta) {
        return running.entities().send(Tally.TYPE, ACME, id, command, meta);
    }

    private static CompletionStage<Versioned<Tally>> read(EntityId id) {
        return running.entities().read(Tally.TYPE, ACME, id);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, SECONDS);
    }

    private static EntityId someId() {
        return new EntityId("t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36));
    }

    private static String persistenceId(EntityId id) {
        return PersistenceIds.of(Tally.TYPE, ACME, id);
    }

    private static long journalled(EntityId id) throws SQLException {
        return count("journal.event_journal", id);
    }

    private static long count(String table, EntityId id) throws SQLException {
        try (var connection = DATABASE.owner().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from %s where persistence_id = '%s'"
                                .formatted(table, persistenceId(id)))) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
