package dev.perennial.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.persistence.sql.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JournalWriterSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final JournalTable table = new JournalTable(DATABASE.database().journal());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void whatWasWrittenIsReadBackAsItWas() throws Exception {
        try (var writer = new JournalWriter(table, 400, 100)) {
            writer.append(List.of(row("a", 1), row("a", 2))).get();
            writer.append(List.of(row("a", 3))).get();
        }

        assertThat(table.read("t|x|a", 1, Long.MAX_VALUE, 10))
                .usingRecursiveComparison()
                .isEqualTo(rows("a", 1, 3));
        assertThat(table.read("t|x|a", 2, 2, 10)).hasSize(1);
        assertThat(table.highest("t|x|a", 0)).isEqualTo(3);
        assertThat(table.highest("t|x|nobody", 0)).isZero();
    }

    @Test
    void whatComesWhileABatchCommitsIsTheNextBatch() throws Exception {
        try (var blocked = blocked();
                var writer = new JournalWriter(table, 400, 1_000)) {
            var first = writer.append(List.of(row("b0", 1)));
            var others = LongStream.rangeClosed(1, 100)
                    .mapToObj(i -> writer.append(List.of(row("b" + i, 1))))
                    .toList();
            blocked.rollback();
            first.get();
            for (var other : others) {
                other.get();
            }
        }

        assertThat(transactions("b")).isBetween(1L, 3L);
    }

    @Test
    void oneThatSomebodyElseWroteAlreadyFailsAloneAndWhole() throws Exception {
        table.insert(List.of(row("c1", 2)));
        CompletableFuture<Void> good;
        CompletableFuture<Void> twice;
        CompletableFuture<Void> alsoGood;
        try (var blocked = blocked();
                var writer = new JournalWriter(table, 400, 100)) {
            var first = writer.append(List.of(row("c", 1)));
            good = writer.append(List.of(row("c0", 1)));
            twice = writer.append(List.of(row("c1", 1), row("c1", 2)));
            alsoGood = writer.append(List.of(row("c2", 1)));
            blocked.rollback();
            first.get();
            good.get();
            alsoGood.get();
            assertThatThrownBy(twice::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        }

        assertThat(table.read("t|x|c1", 1, 9, 9))
                .extracting(JournalRow::sequenceNumber)
                .containsExactly(2L);
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndNothingOfItIsWritten() throws Exception {
        try (var blocked = blocked();
                var writer = new JournalWriter(table, 400, 3)) {
            var waiting = writer.append(List.of(row("d", 1), row("d", 2)));
            assertThatThrownBy(() -> writer.append(List.of(row("e", 1), row("e", 2))))
                    .isInstanceOf(RejectedExecutionException.class);
            var last = writer.append(List.of(row("f", 1)));
            blocked.rollback();
            waiting.get();
            last.get();
            writer.append(List.of(row("g", 1))).get();
        }

        assertThat(table.highest("t|x|e", 0)).isZero();
    }

    @Test
    void whatWaitsIsWrittenBeforeItEndsAndNothingAfterwards() throws Exception {
        var writer = new JournalWriter(table, 400, 10);
        var last = writer.append(List.of(row("h", 1)));
        writer.close();

        last.get();
        assertThatThrownBy(() -> writer.append(List.of(row("h", 2)))).isInstanceOf(RejectedExecutionException.class);
    }

    /** Nobody can write to the journal until it is rolled back. */
    private static Connection blocked() throws SQLException {
        var connection = DATABASE.owner().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table journal.event_journal in exclusive mode");
        }
        return connection;
    }

    private static long transactions(String prefix) throws SQLException {
        try (var connection = DATABASE.owner().getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select count(distinct transaction_id::text) from journal.event_journal"
                                + " where persistence_id ~ '\\|" + prefix + "[0-9]+$'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<JournalRow> rows(String id, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(number -> row(id, number))
                .toList();
    }

    private static JournalRow row(String id, long number) {
        return new JournalRow(
                "t|x|" + id, number, "writer", 1_000 + number, 7, "fact#1", new byte[] {1, (byte) number});
    }
}
