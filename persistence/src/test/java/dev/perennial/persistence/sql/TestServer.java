package dev.perennial.persistence.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server for tests: where they get theirs is decided here and nowhere else. It ends with the JVM. */
final class TestServer {

    /** PostgreSQL's own durability is not what slice tests are about, so it need not wait for the disk. */
    static final Map<String, String> SETTINGS = Map.of("max_connections", "200", "fsync", "off");

    private static final String TEMPLATE = "perennial_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final UnaryOperator<String> url;

    /** Each starts when it is first asked for. */
    private static final class Embedded {
        private static final TestServer RUNNING = new TestServer(startEmbedded());
    }

    private static final class Contained {
        private static final TestServer RUNNING = ContainerServer.start()
                .map(TestServer::new)
                .or(() -> Optional.of(embedded()))
                .get();
    }

    /** @param url by the name of a database, for a superuser */
    private TestServer(UnaryOperator<String> url) {
        this.url = url;
        run("create database " + TEMPLATE);
        try (var migrated = Database.open(settings(TEMPLATE))) {
            migrated.migrate();
        }
    }

    /** The one that the product comes with. */
    static TestServer embedded() {
        return Embedded.RUNNING;
    }

    /** One in a container, or the embedded one. */
    static TestServer contained() {
        return Contained.RUNNING;
    }

    /** A migrated database, to be copied. */
    String template() {
        return TEMPLATE;
    }

    DatabaseSettings copyOf(String database) {
        var name = "t" + COUNTER.incrementAndGet();
        run("create database %s template %s".formatted(name, database));
        return settings(name);
    }

    static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private DatabaseSettings settings(String name) {
        return new DatabaseSettings(
                url.apply(name),
                6,
                8,
                4,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    private void run(String sql) {
        var superuser = new PGSimpleDataSource();
        superuser.setUrl(url.apply("postgres"));
        execute(superuser, sql);
    }

    private static UnaryOperator<String> startEmbedded() {
        try {
            var builder = EmbeddedPostgres.builder();
            SETTINGS.forEach(builder::setServerConfig);
            var postgres = builder.start();
            return database -> postgres.getJdbcUrl("postgres", database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
