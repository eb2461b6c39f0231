package dev.perennial.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseSliceTest {

    private static final TestDatabase DATABASE = TestDatabase.freshInContainer();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void eachPoolActsAsItsOwnRole() throws SQLException {
        assertThat(one(DATABASE.database().projection(), "select current_user")).isEqualTo("perennial_projection");
        assertThat(one(DATABASE.database().query(), "select current_user")).isEqualTo("perennial_query");
        assertThat(one(DATABASE.database().vault(), "select current_user")).isEqualTo("perennial_vault");
        assertThat(one(DATABASE.database().operation(), "select current_user")).isEqualTo("perennial_operation");
    }

    @Test
    void migratingAgainChangesNothing() {
        DATABASE.database().migrate();
    }

    @Test
    void theJournalIsAppendOnlyEvenForItsWriter() {
        for (var forbidden : new String[] {
            "update journal.event_journal set deleted = true",
            "delete from journal.event_journal",
            "truncate journal.event_journal"
        }) {
            assertThatThrownBy(() -> DATABASE.execute("set role perennial_journal; " + forbidden))
                    .hasStackTraceContaining("permission denied");
        }
    }

    @Test
    void aUserWhoMayNotCreateRolesIsToldWhatToDo() throws SQLException {
        try (var bare = DATABASE.empty()) {
            bare.execute("drop role if exists plain; create role plain login; grant create on database "
                    + one(bare.owner(), "select current_database()") + " to plain");
            var settings = bare.settings();
            var plain = new DatabaseSettings(
                    settings.url().replace("user=postgres", "user=plain"),
                    1,
                    1,
                    1,
                    1,
                    settings.connectionWait(),
                    settings.journalTimeout(),
                    settings.queryTimeout(),
                    settings.projectionTimeout());
            try (var database = Database.open(plain)) {
                assertThatThrownBy(database::migrate)
                        .hasMessageContaining("user plain is not a member of role perennial_journal")
                        .hasMessageContaining("grant perennial_journal to plain");
            }
        }
    }

    @Test
    void whatIsStoredDoesNotComeIntoTheLog() throws SQLException {
        DATABASE.execute("create table secrets (hash text primary key, check (hash <> 'argon'))");
        DATABASE.execute("grant insert on secrets to perennial_projection");
        try (var connection = DATABASE.database().projection().getConnection();
                var batch = connection.prepareStatement("insert into public.secrets values (?)")) {
            for (var hash : List.of("fine", "argon")) {
                batch.setString(1, hash);
                batch.addBatch();
            }
            assertThatThrownBy(batch::executeBatch)
                    .hasStackTraceContaining("check constraint")
                    .asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class))
                    .satisfies(e -> assertThat(e + " " + e.getNextException()).doesNotContain("argon"));
        }
    }

    private static String one(DataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
