package dev.perennial.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.ChaoticWriters;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.journal.TestJournal;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in one transaction with the offset is written once for each event, whatever writers and runners do. */
class RunnersSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.freshInContainer();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ProjectionSettings SETTINGS = new ProjectionSettings(
            50,
            Duration.ofMillis(2),
            Duration.ofMillis(2),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    private static final Set<String> COUNTERS = Set.of(TestJournal.COUNTER.name());

    private final Commits written = new Commits();

    @BeforeAll
    static void prepare() {
        DATABASE.execute("""
                create table seen (place bigserial, projection text, persistence_id text, revision bigint);
                grant select, insert on seen to perennial_projection;
                grant usage on sequence seen_place_seq to perennial_projection
                """);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCommittedEventTakesEffectOnceAndInOrder(long seed) throws Exception {
        var projection = recording("chaos" + seed);
        try (var runners = runners();
                var writers = new ChaoticWriters(DATABASE.owner(), written::ringAll)) {
            var before = journalled();
            SliceRange.split(3).forEach(slices -> runners.start(projection, slices));
            writers.start(10, seed);
            await().atMost(LONG).until(() -> writers.events() > 1500);
            writers.finish();

            await().atMost(LONG).until(() -> seen(projection) >= before + writers.events());
            assertSeenIsTheJournal(projection);
        }
    }

    @Test
    void theNumberOfInstancesMayChangeAndTheyMayOverlapWhileEventsFlow() throws Exception {
        var projection = recording("resized");
        try (var node1 = runners();
                var node2 = runners();
                var writers = new ChaoticWriters(DATABASE.owner(), written::ringAll)) {
            writers.start(6, 77);
            startAll(node1, projection, 1);
            awaitProgress(projection);
            startAll(node2, projection, 4);
            awaitProgress(projection);
            stopAll(node1, projection, 1);
            awaitProgress(projection);
            startAll(node1, projection, 2);
            startAll(node1, projection, 4);
            awaitProgress(projection);
            stopAll(node2, projection, 4);
            stopAll(node1, projection, 4);
            awaitProgress(projection);
            startAll(node2, projection, 3);
            awaitProgress(projection);
            writers.finish();

            await().atMost(LONG).until(() -> seen(projection) >= journalled());
            assertSeenIsTheJournal(projection);
        }
    }

    @Test
    void aReactionMeetsTheEventsOfAPageAgainUntilItSucceeds() throws Exception {
        var met = new ConcurrentHashMap<Position, Integer>();
        var projection = Projection.reaction("flaky", TestJournal.COUNTER, events -> {
            for (var event : events) {
                met.merge(event.position(), 1, Integer::sum);
            }
            if (Integer.valueOf(1).equals(met.get(events.getFirst().position()))) {
                throw new IllegalStateException("not now");
            }
        });
        try (var runners = runners();
                var writers = new ChaoticWriters(DATABASE.owner(), written::ringAll)) {
            writers.start(2, 5);
            startAll(runners, projection, 2);
            await().atMost(LONG).until(() -> writers.events() > 50);
            writers.finish();

            await().atMost(LONG).until(() -> met.size() == journalled() && running(runners));
            assertThat(met.values()).contains(2);
        }
    }

    @Test
    void anEventThatAnOlderTransactionHidIsReadSoonAfterThatEnds() throws Exception {
        var projection = recording("hidden");
        try (var runners = new Projections(
                        DATABASE.database().projection(),
                        new HorizonReader(TestJournal.CODEC),
                        new ProjectionSettings(
                                50,
                                Duration.ofMillis(2),
                                Duration.ofMillis(2),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(1)),
                        written,
                        new Pulse(),
                        Clock.systemUTC(),
                        Telemetry.NONE);
                var older = DATABASE.owner().getConnection();
                var writer = DATABASE.owner().getConnection()) {
            startAll(runners, projection, 1);
            await().atMost(LONG).until(() -> seen(projection) >= journalled());
            older.setAutoCommit(false);
            TestJournal.append(older, TestJournal.counter("hidden", "older"), 1, new TestJournal.Added(1));
            TestJournal.append(writer, TestJournal.counter("hidden", "newer"), 1, new TestJournal.Added(1));
            written.ringAll();
            await().during(Duration.ofMillis(200)).until(() -> seen(projection) < journalled());
            older.commit();

            // Nobody rings, and the poll is far away.
            await().atMost(Duration.ofSeconds(5)).until(() -> seen(projection) == journalled());
        }
    }

    @Test
    void quietSlicesDoNotStayBehindBusyOnes() throws Exception {
        var projection = recording("quiet");
        try (var runners = runners();
                var writer = DATABASE.owner().getConnection()) {
            var entity = TestJournal.counter("quiet", "busy");
            TestJournal.append(writer, entity, 1, new TestJournal.Added(1));
            startAll(runners, projection, 8);
            await().atMost(LONG).until(() -> seen(projection) == journalled());
            TestJournal.append(writer, entity, 2, new TestJournal.Added(1));
            written.ringAll();

            await().atMost(LONG).until(() -> behind("quiet") == 0);
            assertSeenIsTheJournal(projection);
        }
    }

    @Test
    void anErrorDoesNotEndARunnerAndItsPageIsReadAgain() throws Exception {
        var met = new CopyOnWriteArrayList<Position>();
        begin("erring");
        var erring = new Projection("erring", COUNTERS, "", (Projection.View) (_, events) -> {
            met.add(events.getFirst().position());
            if (met.size() == 1) {
                throw new StackOverflowError();
            }
        });
        try (var runners = runners();
                var writer = DATABASE.owner().getConnection()) {
            TestJournal.append(writer, TestJournal.counter("erring", "one"), 1, new TestJournal.Added(1));
            startAll(runners, erring, 1);
            await().atMost(LONG).until(() -> met.size() > 1 && running(runners));
            assertThat(met.get(1)).isEqualTo(met.getFirst());
        }
    }

    @Test
    void statusTellsWhatARunnerIsAt() throws Exception {
        var broken = new Projection("broken", COUNTERS, "", (Projection.View) (_, _) -> {
            throw new SQLException("no such luck");
        });
        begin("broken");
        try (var runners = runners();
                var writer = DATABASE.owner().getConnection()) {
            TestJournal.append(writer, TestJournal.counter("status", "one"), 1, new TestJournal.Added(1));
            startAll(runners, broken, 1);
            await().atMost(LONG).until(() -> state(runners) == ProjectionStatus.State.FAILING);
            assertThat(runners.status().getFirst().failure())
                    .hasValueSatisfying(failure -> assertThat(failure.error()).contains("no such luck"));
        }
    }

    @Test
    void othersEventsAreNotMetAndDoNotHoldTheOffsetBack() throws Exception {
        var others = new Projection("others", Set.of("testing.other"), "", (Projection.View)
                (connection, events) -> note(connection, "others", events));
        begin("others");
        try (var runners = runners();
                var writer = DATABASE.owner().getConnection()) {
            startAll(runners, others, 2);
            TestJournal.append(writer, TestJournal.counter("others", "one"), 1, new TestJournal.Added(1));
            written.ringAll();
            await().atMost(LONG).until(() -> behind("others") == 0);
            assertThat(seen(others)).isZero();

            var mine = new StoredEvent.Entity("testing.other", new TenantId("others"), new EntityId("mine"));
            TestJournal.append(writer, mine, 1, new TestJournal.Added(1));
            written.ringAll();
            await().atMost(LONG).until(() -> seen(others) == 1);
        }
    }

    /** Events of whatever type beyond the offset. */
    private static long behind(String projection) {
        return count("""
                journal.event_journal e join projection.offsets o
                  on e.slice between o.slice_from and o.slice_to
                 and (e.transaction_id, e.ordering) > (o.transaction_id, o.ordering)
                where o.projection = '%s'""".formatted(projection));
    }

    private static boolean running(Projections runners) {
        return runners.status().stream().allMatch(status -> status.state() == ProjectionStatus.State.RUNNING);
    }

    private static ProjectionStatus.State state(Projections runners) {
        return runners.status().getFirst().state();
    }

    private Projections runners() {
        return new Projections(
                DATABASE.database().projection(),
                new HorizonReader(TestJournal.CODEC),
                SETTINGS,
                written,
                new Pulse(),
                Clock.systemUTC(),
                Telemetry.NONE);
    }

    private static void startAll(Projections runners, Projection projection, int instances) {
        SliceRange.split(instances).forEach(slices -> runners.start(projection, slices));
    }

    private static void stopAll(Projections runners, Projection projection, int instances) {
        SliceRange.split(instances).forEach(slices -> runners.stop(projection, slices));
    }

    /** A view that would show it if an event came twice: it notes each without looking. */
    private static Projection recording(String name) throws SQLException {
        begin(name);
        return new Projection(
                name, COUNTERS, "", (Projection.View) (connection, events) -> note(connection, name, events));
    }

    private static void begin(String name) throws SQLException {
        try (var connection = DATABASE.owner().getConnection()) {
            new Offsets(name).begin(connection);
        }
    }

    private static void note(Connection connection, String name, List<StoredEvent> events) throws SQLException {
        for (var event : events) {
            Jdbc.update(
                    connection,
                    "insert into public.seen (projection, persistence_id, revision) values (?, ?, ?)",
                    name,
                    event.entity().persistenceId(),
                    event.revision());
        }
    }

    private static void awaitProgress(Projection projection) {
        var before = seen(projection);
        await().atMost(LONG).until(() -> seen(projection) > before + 100);
    }

    private static void assertSeenIsTheJournal(Projection projection) {
        assertThat(rows("""
                        select persistence_id, array_agg(revision order by place)::text
                        from seen where projection = '%s' group by 1
                        """.formatted(projection.name()))).isEqualTo(rows("""
                                select persistence_id, array_agg(sequence_number order by sequence_number)::text
                                from journal.event_journal where persistence_id like 'testing.counter|%' group by 1
                                """));
    }

    private static long journalled() {
        return count("journal.event_journal where persistence_id like '" + TestJournal.COUNTER.name() + "|%'");
    }

    private static long seen(Projection projection) {
        return count("seen where projection = '" + projection.name() + "'");
    }

    private static long count(String from) {
        try (var connection = DATABASE.owner().getConnection()) {
            return Jdbc.query(connection, "select count(*) from " + from, row -> row.getLong(1))
                    .getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> rows(String sql) {
        var result = new ConcurrentHashMap<String, String>();
        try (var connection = DATABASE.owner().getConnection()) {
            Jdbc.query(connection, sql, row -> String.valueOf(result.put(row.getString(1), row.getString(2))));
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
