package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.domain.kernel.Caller;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.shell.Outcome.Committed;
import dev.perennial.persistence.shell.Outcome.Unknown;
import dev.perennial.persistence.shell.Tally.Add;
import dev.perennial.persistence.shell.Tally.Total;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entity that lives twice: two clusters on one database know nothing of each other, and both are sent commands to it at
 * the same time. What a partition may lead to for moments is forced here and lasts.
 */
class TwoWritersSliceTest {

    private static final Logger log = LoggerFactory.getLogger(TwoWritersSliceTest.class);
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final ShellSettings SETTINGS = new ShellSettings(400, 8, 4096, 1000, Duration.ofSeconds(20), 100);
    private static final ShellSystem ONE = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE);
    private static final ShellSystem OTHER = ShellSystem.start(DATABASE, SETTINGS, Tally.TYPE);
    private static final EntityId TWIN = new EntityId("twin");
    private static final TenantId ACME = new TenantId("acme");

    /** Sent to each of the two; the first of them to both. */
    private static final int COMMANDS = 300;

    private static final int SHARED = 60;
    private static final int AT_A_TIME = 6;
    private static final int ROUNDS = 20;

    /** By command, the revision that it was acknowledged with, and by whom. */
    private final ConcurrentMap<Long, Long> acknowledged = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Integer> outcomes = new ConcurrentHashMap<>();

    @AfterAll
    static void stop() {
        ONE.close();
        OTHER.close();
        DATABASE.close();
    }

    @Test
    void theJournalLetsOneWriteEachRevisionAndTheOtherAcknowledgesNothing() throws Exception {
        var rivals = List.of(sendAll(ONE, 1), sendAll(OTHER, 2));
        rivals.forEach(CompletableFuture::join);

        log.info("outcomes of {} commands to each of two writers: {}", COMMANDS, outcomes);
        assertThat(outcomes).as("both wrote, and met").containsKeys("Committed 1", "Committed 2");
        assertThat(outcomes.keySet()).as("and were fenced").anyMatch(outcome -> outcome.startsWith("Unknown"));
        assertThat(outcomes.keySet())
                .as("those who waited when an incarnation ended know that nothing happened")
                .allMatch(outcome -> outcome.matches("(Committed|Unknown|Overloaded) [12]"));
        assertJournalHolds(acknowledged);

        // Whoever was told nothing for sure asks again, of the same twin, until it is.
        settle(ONE, 1);
        settle(OTHER, 2);
        assertJournalHolds(acknowledged);
        assertThat(acknowledged).hasSize(2 * COMMANDS - SHARED);
        assertThat(revisions(TWIN)).hasSize(2 * COMMANDS - SHARED);
    }

    /** Both know the same revision when they write the next one. */
    @Test
    void ofTwoThatWriteTheSameRevisionOneWinsAndTheOtherSaysThatItDoesNotKnow() throws Exception {
        var rival = new EntityId("rival");
        for (long round = 1; round <= ROUNDS; round++) {
            var before = round - 1;
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .pollInSameThread()
                    .until(() -> revision(ONE, rival) == before && revision(OTHER, rival) == before);
            var one = add(ONE, rival, round, 1);
            var other = add(OTHER, rival, round, 2);

            assertThat(List.of(one.join(), other.join()))
                    .as("round %d", round)
                    .containsExactlyInAnyOrder(new Committed<>(round, new Total((int) round), false), new Unknown<>());
        }
        assertThat(revisions(rival)).hasSize(ROUNDS);
    }

    private static long revision(ShellSystem system, EntityId id) {
        return system.entities()
                .read(Tally.TYPE, ACME, id)
                .toCompletableFuture()
                .join()
                .revision();
    }

    private static CompletableFuture<Outcome<Total>> add(ShellSystem system, EntityId id, long round, int side) {
        var meta = CommandMeta.by(Caller.operator("op")).keyed(new CommandKey(round * 10 + side, 1, 1));
        return system.entities().send(Tally.TYPE, ACME, id, new Add(1), meta).toCompletableFuture();
    }

    /** Every acknowledged command is stored once, under the revision it was acknowledged with; no command is twice. */
    private static void assertJournalHolds(Map<Long, Long> acknowledged) throws SQLException {
        var stored = new HashMap<Long, Long>();
        revisions(TWIN)
                .forEach((revision, command) -> assertThat(stored.put(command, revision))
                        .as("command %d twice", command)
                        .isNull());
        assertThat(stored).containsAllEntriesOf(acknowledged);
    }

    private CompletableFuture<Void> sendAll(ShellSystem system, int side) {
        return CompletableFuture.allOf(IntStream.range(0, AT_A_TIME)
                .mapToObj(worker -> sendFrom(system, side, worker))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> sendFrom(ShellSystem system, int side, int number) {
        return number >= COMMANDS
                ? CompletableFuture.completedFuture(null)
                : send(system, side, number).thenCompose(_ -> sendFrom(system, side, number + AT_A_TIME));
    }

    private void settle(ShellSystem system, int side) {
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
            boolean settled = true;
            for (int number = 0; number < COMMANDS; number++) {
                settled &= acknowledged.containsKey(command(side, number))
                        || send(system, side, number).join() instanceof Committed;
            }
            return settled;
        });
    }

    private CompletableFuture<Outcome<Total>> send(ShellSystem system, int side, int number) {
        var command = command(side, number);
        var meta = CommandMeta.by(Caller.operator("op")).keyed(new CommandKey(command, 1, 1));
        return system.entities()
                .send(Tally.TYPE, ACME, TWIN, new Add(1), meta)
                .toCompletableFuture()
                .thenApply(outcome -> {
                    outcomes.merge(outcome.getClass().getSimpleName() + " " + side, 1, Integer::sum);
                    if (outcome instanceof Committed<Total>(long revision, Total _, boolean _)) {
                        var before = acknowledged.put(command, revision);
                        assertThat(before == null || before == revision).isTrue();
                    }
                    return outcome;
                });
    }

    private static long command(int side, int number) {
        return number < SHARED ? number + 1 : side * 1_000_000L + number;
    }

    /** The command that each revision in the journal came of; revisions leave no gap. */
    private static Map<Long, Long> revisions(EntityId id) throws SQLException {
        var revisions = new HashMap<Long, Long>();
        try (var connection = DATABASE.owner().getConnection()) {
            Jdbc.query(
                    connection,
                    """
                    select sequence_number, convert_from(event_payload, 'UTF8')::jsonb ->> 'key'
                    from journal.event_journal where persistence_id = ?""",
                    row -> revisions.put(
                            row.getLong(1),
                            Long.parseUnsignedLong(row.getString(2).substring(0, 16), 16)),
                    PersistenceIds.of(Tally.TYPE, ACME, id));
        }
        assertThat(revisions.keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, revisions.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        return revisions;
    }
}
