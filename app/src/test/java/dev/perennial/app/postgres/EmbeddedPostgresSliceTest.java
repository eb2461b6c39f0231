package dev.perennial.app.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresSliceTest {

    /** Unpacked once for all tests. */
    @TempDir
    static Path binaries;

    @TempDir
    Path data;

    @BeforeEach
    void shareTheBinaries() throws IOException {
        Files.createSymbolicLink(data.resolve("postgres-binaries"), binaries);
    }

    @AfterEach
    void nothingKeepsRunning() throws IOException {
        assertThat(EmbeddedPostgres.running(data)).isFalse();
    }

    @Test
    void keepsDataPortAndPasswordBetweenRunsAndIsDurable() throws Exception {
        String url;
        try (var first = EmbeddedPostgres.start(data)) {
            url = first.jdbcUrl();
            execute(url, "create table kept (n int)", "insert into kept values (42)");
            assertThat(query(url, "show fsync")).isEqualTo("on");
            assertThat(query(url, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(url, "show log_parameter_max_length")).isEqualTo("0");
        }
        assertThat(EmbeddedPostgres.running(data)).isFalse();

        try (var second = EmbeddedPostgres.start(data)) {
            assertThat(second.jdbcUrl()).isEqualTo(url);
            assertThat(query(url, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void refusesAConnectionWithoutThePassword() throws Exception {
        try (var postgres = EmbeddedPostgres.start(data)) {
            assertThatThrownBy(() -> query(
                            "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&password=wrong"
                                    .formatted(postgres.port()),
                            "select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theOwnerIsNoSuperuserYetMayMakeRolesAndBecomeThem() throws Exception {
        try (var postgres = EmbeddedPostgres.start(data)) {
            assertThat(query(postgres.jdbcUrl(), "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            execute(postgres.jdbcUrl(), "create role pool_role", "set role pool_role");
        }
    }

    /** A process of its own, so that it can be killed; it leaves the server running without a parent. */
    @Test
    void adoptsTheServerOfAKilledProcess() throws Exception {
        Process other = OtherProcess.start(data);
        try {
            OtherProcess.awaitReady(other);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(EmbeddedPostgres.running(data)).isTrue();

        try (var adopted = EmbeddedPostgres.start(data)) {
            assertThat(query(adopted.jdbcUrl(), "select n from written_before_the_kill"))
                    .isEqualTo("1");
        }
    }

    @Test
    void stopsOnlyWhenTheLastProcessLeaves() throws Exception {
        Process other = OtherProcess.start(data);
        try {
            OtherProcess.awaitReady(other);
            EmbeddedPostgres.start(data).close();
            assertThat(EmbeddedPostgres.running(data)).isTrue();
        } finally {
            other.outputWriter().close();
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void startsAfterAFirstStartThatWasKilledHalfWay() throws Exception {
        Files.createDirectories(data.resolve("postgres"));
        Files.writeString(data.resolve("postgres/postgresql.conf"), "# half");

        try (var postgres = EmbeddedPostgres.start(data)) {
            assertThat(query(postgres.jdbcUrl(), "select 1")).isEqualTo("1");
        }
    }

    /** Uses the server until its standard input ends. */
    static final class OtherProcess {

        private OtherProcess() {}

        static Process start(Path data) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        static void awaitReady(Process process) {
            assertThat(process.inputReader().lines().anyMatch("ready"::equals)).isTrue();
        }

        public static void main(String[] arguments) throws Exception {
            try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
                execute(
                        postgres.jdbcUrl(),
                        "create table written_before_the_kill (n int)",
                        "insert into written_before_the_kill values (1)");
                System.out.println("ready");
                while (System.in.read() >= 0) {}
            }
        }
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
