package dev.perennial.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.ChaoticWriters;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.journal.StoredEvent.Entity;
import dev.perennial.persistence.journal.TestJournal;
import dev.perennial.persistence.journal.TestJournal.Added;
import dev.perennial.persistence.journal.TestJournal.Count;
import dev.perennial.persistence.journal.TestJournal.Counting;
import dev.perennial.persistence.journal.TestJournal.Labelled;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import dev.perennial.persistence.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewsSliceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ProjectionSettings SETTINGS = new ProjectionSettings(
            50,
            Duration.ofMillis(2),
            Duration.ofMillis(2),
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    private static final ViewModule MODULE = module(1);

    private final TestDatabase database = TestDatabase.freshInContainer();
    private final HorizonReader reader = new HorizonReader(TestJournal.CODEC);
    private final Commits written = new Commits();
    private final Pulse applied = new Pulse();
    private final Views views = new Views(database.database(), reader, SETTINGS, Clock.systemUTC());
    private final Projections runners = new Projections(
            database.database().projection(), reader, SETTINGS, written, applied, Clock.systemUTC(), Telemetry.NONE);
    private final TenantQueries queries = new TenantQueries(database.database().query());

    private static ViewModule module(int version) {
        var counters = StateView.<Count>of(TestJournal.COUNTER, "counters")
                .column("total", row -> row.state() instanceof Counting counting ? counting.total() : null)
                .column("label", row -> row.state() instanceof Counting counting ? counting.label() : null);
        return new ViewModule("testing", version, List.of(counters));
    }

    @BeforeEach
    void prepare() throws SQLException {
        assertThat(views.prepare(MODULE)).isEqualTo(Views.State.CURRENT);
        SliceRange.split(2).forEach(slices -> runners.start(MODULE.projection(), slices));
    }

    @AfterEach
    void close() {
        runners.close();
        database.close();
    }

    @Test
    void aRowFollowsItsEntity() throws Exception {
        var entity = TestJournal.counter("acme", "one");
        append(entity, 1, new Added(2));
        append(entity, 2, new Added(3));
        append(entity, 3, new Labelled("half a pair \ud800 and \0 nothing"));

        await().atMost(LONG).until(() -> total("acme", "one").equals(Optional.of(5L)));
        awaitRevision(entity, 3);
        assertThat(queries.of(
                        new TenantId("acme"),
                        "select label from testing.counters where id = 'one'",
                        row -> row.getString(1)))
                .containsExactly("half a pair \uFFFD and \uFFFD nothing");
    }

    @Test
    void aQuerySeesItsOwnTenantsRowsOnlyAndNoneWithoutATenant() throws Exception {
        append(TestJournal.counter("acme", "one"), 1, new Added(1));
        append(TestJournal.counter("other", "two"), 1, new Added(2));
        awaitRevision(TestJournal.counter("acme", "one"), 1);
        awaitRevision(TestJournal.counter("other", "two"), 1);

        for (var table : List.of("testing.counters", "journal.event_journal")) {
            var all = "select tenant from " + table;
            assertThat(queries.of(new TenantId("acme"), all, row -> row.getString(1)))
                    .containsExactly("acme");
            assertThat(queries.of(new TenantId("nobody"), all, row -> row.getString(1)))
                    .isEmpty();
            assertThat(queries.forOperator(all, row -> row.getString(1))).isEmpty();
            try (var connection = database.database().query().getConnection()) {
                assertThat(Jdbc.query(connection, all, row -> row.getString(1))).isEmpty();
            }
        }
        assertThatThrownBy(() -> queries.of(new TenantId("acme"), "select state from testing.counters", _ -> 0))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(
                        () -> queries.of(new TenantId("acme"), "delete from testing.counters returning tenant", _ -> 0))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void theTenantOfOneQueryDoesNotStayForTheNext() {
        queries.of(new TenantId("acme"), "select 1", _ -> 0);
        assertThat(queries.forOperator(
                        "select current_setting('perennial.tenant', true)",
                        row -> Optional.ofNullable(row.getString(1)).orElse("")))
                .containsExactly("");
    }

    @Test
    void aReaderWithATokenWaitsForItsWrite() throws Exception {
        var freshness = new Freshness(queries, List.of(MODULE), applied);
        var entity = TestJournal.counter("acme", "token");
        SliceRange.split(2).forEach(slices -> runners.stop(MODULE.projection(), slices));
        append(entity, 1, new Added(1));
        var token = ConsistencyToken.of(TestJournal.COUNTER, entity.id(), 1);

        assertThat(freshness.await(entity.tenant(), token, Duration.ofMillis(50)))
                .isFalse();
        SliceRange.split(2).forEach(slices -> runners.start(MODULE.projection(), slices));
        assertThat(freshness.await(entity.tenant(), token, LONG)).isTrue();
        assertThat(freshness.await(new TenantId("other"), token, Duration.ofMillis(50)))
                .isFalse();
        assertThat(freshness.await(
                        entity.tenant(), new ConsistencyToken("no.view", entity.id(), 9), Duration.ofMillis(1)))
                .isTrue();
    }

    @Test
    void viewsAreRebuiltWhileTheyServeAndAreWritten() throws Exception {
        var reading = new AtomicBoolean(true);
        var reads = new AtomicLong();
        try (var writers = new ChaoticWriters(database.owner(), written::ringAll);
                var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            writers.start(4, 99);
            var tasks = List.of(
                    readers.submit(() -> readUntilDone(reading, reads)),
                    readers.submit(() -> readUntilDone(reading, reads)));
            for (var round = 0; round < 3; round++) {
                var before = reads.get();
                await().atMost(LONG).until(() -> reads.get() > before + 20);
                assertThat(rebuild(MODULE)).isTrue();
            }
            await().atMost(LONG).until(() -> writers.events() > 300);
            writers.finish();
            await().atMost(LONG).untilAsserted(() -> assertThat(rows()).isEqualTo(expected(writers)));
            reading.set(false);
            for (var task : tasks) {
                task.get(10, TimeUnit.SECONDS);
            }
        }
        assertThat(schemas()).containsExactly("testing");
    }

    @Test
    void aNodeMayStartWhileViewsAreRebuilt() throws Exception {
        try (var rebuilding = database.owner().getConnection()) {
            Jdbc.query(rebuilding, "select pg_advisory_lock(hashtext('perennial.views.rebuild.testing'))", _ -> 0);
            assertThat(rebuild(MODULE)).isFalse();
            assertThat(views.prepare(MODULE)).isEqualTo(Views.State.CURRENT);
        }
    }

    @Test
    void aTableThatDoesNotFitItsViewIsRefusedAtTheStart() throws Exception {
        var unfit = new ViewModule(
                "unfit",
                1,
                List.of(StateView.<Count>of(TestJournal.COUNTER, "counters").column("colour", _ -> "red")));
        assertThatThrownBy(() -> views.prepare(unfit))
                .hasMessageContaining("table counters in views/unfit.sql")
                .hasMessageContaining("colour");
        assertThat(schemas()).containsExactly("testing");
    }

    @Test
    void whileAnotherFormIsInTheDatabaseARunnerRests() throws Exception {
        var newer = module(2);
        var entity = TestJournal.counter("acme", "one");
        append(entity, 1, new Added(1));
        awaitRevision(entity, 1);
        assertThat(views.prepare(newer)).isEqualTo(Views.State.OUTDATED);

        assertThat(rebuild(newer)).isTrue();
        append(entity, 2, new Added(1));
        await().atMost(LONG)
                .until(() -> runners.status().stream()
                        .anyMatch(status -> status.state() == ProjectionStatus.State.AWAITING_REBUILD));
        assertThat(views.prepare(MODULE)).isEqualTo(Views.State.NEWER);
        assertThat(total("acme", "one")).contains(1L);

        SliceRange.split(2).forEach(slices -> runners.stop(MODULE.projection(), slices));
        runners.start(newer.projection(), SliceRange.ALL);
        awaitRevision(entity, 2);
    }

    @Test
    void viewsAreNotBuiltTwiceForTheSameReason() throws Exception {
        var built = new AtomicLong();
        var once = new Views.Occasion() {
            @Override
            public boolean stands() {
                return built.get() == 0;
            }

            @Override
            public void met() {
                built.incrementAndGet();
            }
        };
        assertThat(views.rebuild(MODULE, once)).isTrue();
        assertThat(views.rebuild(MODULE, once)).isFalse();
        assertThat(built).hasValue(1);
    }

    private boolean rebuild(ViewModule module) throws SQLException, InterruptedException {
        return views.rebuild(module, new Views.Occasion() {
            @Override
            public boolean stands() {
                return true;
            }

            @Override
            public void met() {}
        });
    }

    /** Prepared statements of one connection, as a pool would reuse them; rows never go back or vanish. */
    private boolean readUntilDone(AtomicBoolean reading, AtomicLong reads) throws SQLException {
        var last = new HashMap<String, Long>();
        while (reading.get()) {
            for (var tenant : List.of("t0", "t1", "t2")) {
                var now = revisions(tenant);
                for (var seen : Map.copyOf(last).entrySet()) {
                    if (seen.getKey().startsWith(tenant + "/")) {
                        assertThat(now.getOrDefault(seen.getKey(), -1L))
                                .as(seen.getKey())
                                .isGreaterThanOrEqualTo(seen.getValue());
                    }
                }
                last.putAll(now);
                reads.incrementAndGet();
            }
        }
        return true;
    }

    private Map<String, Long> revisions(String tenant) {
        var result = new HashMap<String, Long>();
        for (var row : queries.of(
                new TenantId(tenant),
                "select id, revision from testing.counters where tenant = ?",
                row -> Map.entry(row.getString(1), row.getLong(2)),
                tenant)) {
            result.put(tenant + "/" + row.getKey(), row.getValue());
        }
        return result;
    }

    private Map<String, Long> rows() {
        var all = new HashMap<String, Long>();
        List.of("t0", "t1", "t2").forEach(tenant -> all.putAll(revisions(tenant)));
        return all;
    }

    private static Map<String, Long> expected(ChaoticWriters writers) {
        var all = new HashMap<String, Long>();
        writers.revisions()
                .forEach((entity, revision) ->
                        all.put(entity.tenant().value() + "/" + entity.id().value(), revision));
        return all;
    }

    private List<String> schemas() throws SQLException {
        try (var connection = database.owner().getConnection()) {
            return Jdbc.query(
                    connection,
                    "select nspname from pg_namespace where nspname like 'testing%' or nspname = 'unfit'",
                    row -> row.getString(1));
        }
    }

    private Optional<Long> total(String tenant, String id) {
        return queries
                .of(
                        new TenantId(tenant),
                        "select total from testing.counters where id = ?",
                        row -> row.getLong(1),
                        new EntityId(id).value())
                .stream()
                .findFirst();
    }

    private void awaitRevision(Entity entity, long revision) {
        await().atMost(LONG)
                .until(() -> revisions(entity.tenant().value()).getOrDefault(entity.tenant() + "/" + entity.id(), 0L)
                        >= revision);
    }

    private void append(Entity entity, long revision, TestJournal.CountEvent event) throws SQLException {
        try (Connection connection = database.owner().getConnection()) {
            TestJournal.append(connection, entity, revision, event);
        }
        written.ringAll();
    }
}
