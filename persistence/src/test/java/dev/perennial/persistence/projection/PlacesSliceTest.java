package dev.perennial.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.persistence.journal.ChaoticWriters;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.JournalWatch;
import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.TestJournal;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.operation.DirectiveTable;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of projections and do to them, while they run. */
class PlacesSliceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ProjectionSettings SETTINGS = new ProjectionSettings(
            20,
            Duration.ofMillis(2),
            Duration.ofMillis(2),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    private static final Directive RESET =
            new Directive(Directive.Kind.RESET_REACTION, "met", List.of(), Instant.EPOCH);

    private final TestDatabase database = TestDatabase.fresh();
    private final HorizonReader reader = new HorizonReader(TestJournal.CODEC);
    private final Commits written = new Commits();
    private final Map<Position, Integer> met = new ConcurrentHashMap<>();
    private final Projection reaction = Projection.reaction(
            "met",
            TestJournal.COUNTER,
            events -> events.forEach(event -> met.merge(event.position(), 1, Integer::sum)));
    private final Projections runners = new Projections(
            database.database().projection(),
            reader,
            SETTINGS,
            written,
            new Pulse(),
            Clock.systemUTC(),
            Telemetry.NONE);
    private final DirectiveTable orders = new DirectiveTable(database.database().operation());

    @AfterEach
    void close() {
        runners.close();
        database.close();
    }

    @Test
    void whatIsPausedRestsAndMissesNothing() throws Exception {
        try (var writer = database.owner().getConnection()) {
            start();
            await().atMost(LONG).until(() -> found().isPresent());
            runners.pause("met"::equals);
            await().atMost(LONG).until(() -> states(ProjectionStatus.State.PAUSED));
            TestJournal.append(writer, TestJournal.counter("acme", "one"), 1, new TestJournal.Added(1));
            written.ringAll();

            await().during(Duration.ofMillis(300)).until(met::isEmpty);
            assertThat(place().pendingSince()).isPresent();

            runners.pause(_ -> false);
            await().atMost(LONG).until(() -> met.size() == 1);
            await().atMost(LONG).until(() -> place().pendingSince().isEmpty());
            assertThat(runners.status()).anyMatch(status -> status.appliedAt().isPresent());
        }
    }

    @Test
    void aReactionThatIsTurnedBackMeetsEverythingAfterwardsAgainWhileMoreIsWritten() throws Exception {
        try (var writers = new ChaoticWriters(database.owner(), written::ringAll)) {
            start();
            writers.start(4, 11);
            await().atMost(LONG).until(() -> met.size() > 200);
            var to = met.keySet().stream().sorted().skip(100).findFirst().orElseThrow();
            // A page that is at hand when they are turned back is met again, whatever is in it.
            await().atMost(LONG)
                    .until(() -> runners.status().stream()
                            .allMatch(status -> status.position().isAfter(to)));
            // Whoever is at a page that is not committed meets it again anyway.
            await().atMost(LONG).until(() -> place().position().isAfter(to));
            var again = met.keySet().stream()
                    .filter(position -> position.isAfter(to))
                    .toList();
            // Even of these some may have been met twice: two runners that begin at once overtake each other.
            var before = Map.copyOf(met);
            assertThat(reset(to)).isTrue();
            await().atMost(LONG).until(() -> writers.events() > 500);
            writers.finish();

            await().atMost(LONG)
                    .until(() -> met.size() == journalled()
                            && again.stream().allMatch(position -> met.getOrDefault(position, 0) > 1));
            assertThat(met).allSatisfy((position, times) -> {
                if (!position.isAfter(to)) {
                    assertThat(times).isEqualTo(before.get(position));
                }
            });
        }
        assertThat(orders.audit(Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail()).isEqualTo("back"));
    }

    @Test
    void nothingIsSkippedByTurningForward() throws Exception {
        try (var writer = database.owner().getConnection()) {
            start();
            await().atMost(LONG).until(() -> place().position().isAfter(Position.ORIGIN));
            assertThat(reset(new Position(Long.MAX_VALUE, 0))).isFalse();
            TestJournal.append(writer, TestJournal.counter("acme", "one"), 1, new TestJournal.Added(1));
            written.ringAll();
            await().atMost(LONG).until(() -> met.size() == 1);
        }
        assertThat(orders.audit(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void everythingOfATimeComesAfterItsPosition() throws Exception {
        try (var writers = new ChaoticWriters(database.owner(), written::ringAll)) {
            writers.start(2, 3);
            await().atMost(LONG).until(() -> writers.events() > 100);
            writers.finish();
        }
        // An hour apart, all written within seconds: as old as a test's journal can be.
        database.execute("""
                update journal.event_journal e set write_timestamp = hours.hour * 3600000
                from (select persistence_id, sequence_number,
                             dense_rank() over (order by transaction_id) as hour from journal.event_journal) hours
                where (e.persistence_id, e.sequence_number) = (hours.persistence_id, hours.sequence_number)
                """);
        try (var connection = database.owner().getConnection()) {
            var last = number("select max(write_timestamp) / 3600000 from journal.event_journal");
            // The transaction before comes along: of a restored journal, where many are one, some may be later.
            for (long hour = 0; hour <= last + 1; hour++) {
                var position = JournalWatch.before(connection, Instant.EPOCH.plus(Duration.ofHours(hour)));
                assertThat(number("""
                                select count(*) from journal.event_journal
                                where (transaction_id, ordering) > ('%d'::xid8, %d)""".formatted(position.transactionId(), position.ordering())))
                        .as("hour %d", hour)
                        .isEqualTo(number("select count(*) from journal.event_journal where write_timestamp >= "
                                + (hour - 1) * 3_600_000));
            }
        }
    }

    @Test
    void theJournalTellsWhoHoldsReadersBack() throws Exception {
        try (var older = database.owner().getConnection();
                var writer = database.owner().getConnection();
                var watcher = database.owner().getConnection()) {
            assertThat(JournalWatch.of(watcher).newest()).isEmpty();
            older.setAutoCommit(false);
            Jdbc.update(older, "set local application_name = 'a report'");
            TestJournal.append(older, TestJournal.counter("acme", "older"), 1, new TestJournal.Added(1));
            TestJournal.append(writer, TestJournal.counter("acme", "newer"), 1, new TestJournal.Added(1));

            var held = JournalWatch.of(watcher);
            assertThat(held.hiddenSince()).isPresent();
            assertThat(held.newest().orElseThrow().position().transactionId()).isGreaterThan(held.horizon());
            assertThat(held.oldest())
                    .hasValueSatisfying(oldest -> assertThat(oldest.who()).isEqualTo("a report"));

            older.commit();
            var free = JournalWatch.of(watcher);
            assertThat(free.hiddenSince()).isEmpty();
            assertThat(free.oldest()).isEmpty();
        }
    }

    private void start() {
        SliceRange.split(2).forEach(slices -> runners.start(reaction, slices));
    }

    private boolean reset(Position to) {
        return orders.act(RESET, "back", "op_1", "test", connection -> Places.turnBack(connection, "met", to));
    }

    private boolean states(ProjectionStatus.State state) {
        return runners.status().stream().allMatch(status -> status.state() == state);
    }

    private Places.Place place() throws SQLException {
        return found().orElseThrow();
    }

    /** Empty until a runner has taken its first step. */
    private Optional<Places.Place> found() throws SQLException {
        try (var connection = database.database().projection().getConnection()) {
            return new Places(reader).of(connection, reaction, SliceRange.ALL);
        }
    }

    private long journalled() {
        return number("select count(*) from journal.event_journal");
    }

    private long number(String sql) {
        try (var connection = database.owner().getConnection()) {
            return Jdbc.first(connection, sql, row -> row.getLong(1)).orElseThrow();
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }
}
