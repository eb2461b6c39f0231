package dev.perennial.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.history.History.Moment;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.journal.TestJournal;
import dev.perennial.persistence.journal.TestJournal.Absent;
import dev.perennial.persistence.journal.TestJournal.Added;
import dev.perennial.persistence.journal.TestJournal.Counting;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.Versioned;
import dev.perennial.persistence.sql.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistorySliceTest {

    private static final int EVENTS = 1203;
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final EntityId ID = new EntityId("one");
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final History history =
            new History(new TenantQueries(DATABASE.database().query()), new HorizonReader(TestJournal.CODEC));

    /** One event per second, each adding its own revision. */
    @BeforeAll
    static void write() throws SQLException {
        try (var connection = DATABASE.owner().getConnection()) {
            connection.setAutoCommit(false);
            for (var revision = 1; revision <= EVENTS; revision++) {
                var at = START.plusSeconds(revision);
                TestJournal.append(connection, TestJournal.counter("acme", "one"), revision, new Added(revision), at);
            }
            TestJournal.append(connection, TestJournal.counter("acme", "one-more"), 1, new Added(7));
            connection.commit();
        }
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void eventsComeByRevision() {
        var events = history.events(TestJournal.COUNTER, ACME, ID, 10, 3);
        assertThat(events).extracting(StoredEvent::revision).containsExactly(11L, 12L, 13L);
        assertThat(events).extracting(StoredEvent::event).containsExactly(new Added(11), new Added(12), new Added(13));
        assertThat(events).extracting(StoredEvent::at).first().isEqualTo(START.plusSeconds(11));
        assertThat(history.events(TestJournal.COUNTER, ACME, ID, EVENTS, 3)).isEmpty();
    }

    @Test
    void aForeignTenantHasNoHistoryHere() {
        assertThat(history.events(TestJournal.COUNTER, new TenantId("other"), ID, 0, 3))
                .isEmpty();
    }

    @Test
    void theStateAtARevision() {
        assertThat(at(new Moment.Revision(0))).isEqualTo(new Versioned<>(new Absent(), 0));
        assertThat(at(new Moment.Revision(3))).isEqualTo(new Versioned<>(new Counting(6, ""), 3));
        assertThat(at(new Moment.Revision(500))).isEqualTo(new Versioned<>(new Counting(sumTo(500), ""), 500));
        assertThat(at(new Moment.Revision(501))).isEqualTo(new Versioned<>(new Counting(sumTo(501), ""), 501));
        assertThat(at(new Moment.Revision(9999))).isEqualTo(new Versioned<>(new Counting(sumTo(EVENTS), ""), EVENTS));
    }

    @Test
    void theStateAtATime() {
        assertThat(at(new Moment.Time(START))).isEqualTo(new Versioned<>(new Absent(), 0));
        assertThat(at(new Moment.Time(START.plusSeconds(700))))
                .isEqualTo(new Versioned<>(new Counting(sumTo(700), ""), 700));
        assertThat(at(new Moment.Time(START.plusMillis(700_999))))
                .isEqualTo(new Versioned<>(new Counting(sumTo(700), ""), 700));
    }

    private Versioned<TestJournal.Count> at(Moment moment) {
        return history.stateAt(TestJournal.COUNTER, ACME, ID, moment);
    }

    private static int sumTo(int n) {
        return n * (n + 1) / 2;
    }
}
