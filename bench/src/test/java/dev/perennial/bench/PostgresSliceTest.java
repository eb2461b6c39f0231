package dev.perennial.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.perennial.app.postgres.EmbeddedPostgres;
import dev.perennial.bench.load.PostgresJob;
import dev.perennial.bench.load.Watch;
import dev.perennial.bench.load.Window;
import dev.perennial.persistence.sql.Database;
import dev.perennial.persistence.sql.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own limit, measured by a real generator process on a real journal. */
class PostgresSliceTest {

    private static final String MANIFEST = "identity.tenant-settings-changed#1";

    @TempDir
    static Path data;

    private static EmbeddedPostgres postgres;
    private static String url;

    @BeforeAll
    static void start() throws SQLException {
        postgres = EmbeddedPostgres.start(data);
        url = postgres.jdbcUrl();
        var config = ConfigFactory.defaultReference()
                .withValue("perennial.database.url", ConfigValueFactory.fromAnyRef(url));
        try (var database = Database.open(DatabaseSettings.from(config))) {
            database.migrate();
        }
        execute("""
                insert into journal.event_journal (persistence_id, sequence_number, writer, write_timestamp,
                    event_ser_id, event_ser_manifest, event_payload)
                values ('identity.tenant|bench-000007|bench-000007', 1, 'writer', 1, 7301, '%s', 'payload')
                """.formatted(MANIFEST));
        JournalCopy.create(url);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void everyCountedRowIsThereInTheFormOfTheTemplate() throws Exception {
        for (int rowsPerCommit : new int[] {1, 100}) {
            execute("truncate bench.event_journal");
            try (var generator = Generator.start()) {
                var result = generator.run(job(MANIFEST, rowsPerCommit));

                assertThat(result.measured().accepted()).isPositive();
                assertThat(result.cpu().postgres()).isPositive();
                assertThat(query("select count(*) from bench.event_journal"))
                        .isGreaterThanOrEqualTo(result.measured().accepted());
                assertThat(query("""
                        select count(*) from bench.event_journal copy
                        join journal.event_journal original using (writer, event_ser_id, event_ser_manifest, event_payload)
                        where copy.persistence_id ~ '^identity.tenant.bench-\\d{6}.bench-\\d{6}$'
                          and copy.tenant = split_part(copy.persistence_id, '|', 3)
                        """)).isEqualTo(query("select count(*) from bench.event_journal"));
            }
        }
    }

    @Test
    void theCopyHasTheJournalsColumnsAndIndexesAndASequenceOfItsOwn() throws SQLException {
        String columns = """
                select attname, atttypid, attnotnull, attgenerated, attcollation from pg_attribute
                where attnum > 0 and attrelid = '%s.event_journal'::regclass
                """;
        assertThat(query("select count(*) from (%s except %s) difference"
                        .formatted(columns.formatted("journal"), columns.formatted("bench"))))
                .isZero();
        assertThat(query("select count(*) from pg_indexes where tablename = 'event_journal' and schemaname = 'bench'"))
                .isEqualTo(
                        query(
                                "select count(*) from pg_indexes where tablename = 'event_journal' and schemaname = 'journal'"));
        assertThat(query("select last_value from journal.event_journal_ordering_seq"))
                .isEqualTo(1);
    }

    @Test
    void withoutAnEventToCopyThereIsNoFigure() throws IOException {
        try (var generator = Generator.start()) {
            assertThatThrownBy(() -> generator.run(job("none#1", 1))).isInstanceOf(IOException.class);
        }
    }

    private static PostgresJob job(String manifest, int rowsPerCommit) throws IOException {
        var watch = new Watch(0, Measurement.postmaster(data));
        return new PostgresJob(url, JournalCopy.TABLE, manifest, 8, rowsPerCommit, Window.seconds(0.2, 0.5), watch);
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
