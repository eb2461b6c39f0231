package dev.perennial.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.persistence.journal.TestJournal.Added;
import dev.perennial.persistence.sql.Jdbc;
import dev.perennial.persistence.sql.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A logical dump carries transaction ids into a server that has not reached them. */
class RestoredJournalSliceTest {

    private static final long FAR_AHEAD = 1_000_000_000_000L;

    private final TestDatabase database = TestDatabase.freshInContainer();
    private final HorizonReader reader = new HorizonReader(TestJournal.CODEC);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anOrdinaryJournalPasses() throws SQLException {
        RestoredJournal.check(database.owner());
        write("one", 1, 2);
        RestoredJournal.check(database.owner());
    }

    @Test
    void aRestoredJournalIsRefusedUntilItIsRepairedAndThenReadInItsOldOrder() throws SQLException {
        write("one", 1, 3);
        write("two", 1, 2);
        asIfRestored();
        write("three", 1, 1);
        offset("half-way", 3);
        offset("at-the-beginning", 0);
        var before = journal();

        assertThat(readable()).hasSize(1);
        assertThatThrownBy(() -> RestoredJournal.check(database.owner()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("select journal.repair_after_restore()");

        database.execute("select journal.repair_after_restore()");

        RestoredJournal.check(database.owner());
        assertThat(journal()).isEqualTo(before);
        assertThat(readable()).isEqualTo(before);
        assertThat(after(position("half-way"))).isEqualTo(before.subList(3, before.size()));
        assertThat(after(position("at-the-beginning"))).isEqualTo(before);
        write("one", 4, 1);
        assertThat(readable()).hasSize(before.size() + 1).last().isEqualTo("testing.counter|acme|one@4");
    }

    @Test
    void offsetsThatAreAheadOfTheServerAreRefusedToo() throws SQLException {
        write("one", 1, 1);
        database.execute("insert into projection.offsets values ('ahead', 0, 1023, '%d', 0)".formatted(FAR_AHEAD));

        assertThatThrownBy(() -> RestoredJournal.check(database.owner())).isInstanceOf(IllegalStateException.class);
        database.execute("select journal.repair_after_restore()");
        RestoredJournal.check(database.owner());
        assertThat(after(position("ahead"))).isEmpty();
    }

    private void asIfRestored() {
        database.execute("update journal.event_journal set transaction_id ="
                + " (transaction_id::text::bigint + %d)::text::xid8".formatted(FAR_AHEAD));
    }

    /** The order of the journal: what was restored was written before what came since, whatever the ids say. */
    private List<String> journal() throws SQLException {
        return ask("select persistence_id || '@' || sequence_number from journal.event_journal e"
                + " order by e.transaction_id, e.ordering");
    }

    private List<String> readable() throws SQLException {
        return after(Position.ORIGIN);
    }

    private List<String> after(Position position) throws SQLException {
        try (var connection = database.owner().getConnection()) {
            return reader
                    .page(connection, new Feed(Set.of(TestJournal.COUNTER.name()), SliceRange.ALL), position, 100)
                    .events()
                    .stream()
                    .map(event -> event.entity().persistenceId() + "@" + event.revision())
                    .toList();
        }
    }

    private void offset(String projection, int events) {
        database.execute("""
                insert into projection.offsets
                select '%s', 0, 1023, coalesce(max(transaction_id), '0'), coalesce(max(ordering), 0)
                from (select transaction_id, ordering from journal.event_journal e
                      order by e.transaction_id, e.ordering limit %d) read
                """.formatted(projection, events));
    }

    private Position position(String projection) throws SQLException {
        try (var connection = database.owner().getConnection()) {
            return Jdbc.query(
                            connection,
                            "select transaction_id::text, ordering from projection.offsets where projection = ?",
                            row -> new Position(Long.parseLong(row.getString(1)), row.getLong(2)),
                            projection)
                    .getFirst();
        }
    }

    private void write(String id, long firstRevision, int events) throws SQLException {
        try (var connection = database.owner().getConnection()) {
            for (var revision = firstRevision; revision < firstRevision + events; revision++) {
                TestJournal.append(connection, TestJournal.counter("acme", id), revision, new Added(1));
            }
        }
    }

    private List<String> ask(String sql) throws SQLException {
        try (var connection = database.owner().getConnection()) {
            return Jdbc.query(connection, sql, row -> row.getString(1));
        }
    }
}
