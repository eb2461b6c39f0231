package dev.perennial.persistence.sql;

import javax.sql.DataSource;

/**
 * A database of its own on a real PostgreSQL server that the tests of this JVM share.
 *
 * <pre>{@code
 * private static final TestDatabase DATABASE = TestDatabase.fresh();
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {

    private final TestServer server;
    private final DatabaseSettings settings;
    private final Database database;

    private TestDatabase(TestServer server, DatabaseSettings settings) {
        this.server = server;
        this.settings = settings;
        this.database = Database.open(settings);
    }

    /** A new database with all migrations applied. */
    public static TestDatabase fresh() {
        return fresh(TestServer.embedded());
    }

    /**
     * The same on another build of PostgreSQL, reached as an operator's own one would be: in a container where a Docker
     * engine runs, else on the server that all other tests use. What was chosen is printed.
     */
    public static TestDatabase freshInContainer() {
        return fresh(TestServer.contained());
    }

    private static TestDatabase fresh(TestServer server) {
        return new TestDatabase(server, server.copyOf(server.template()));
    }

    /** A new database without anything in it, on the same server. */
    public TestDatabase empty() {
        return new TestDatabase(server, server.copyOf("template0"));
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public Database database() {
        return database;
    }

    /** Connections of the owner, for preparing and looking. */
    public DataSource owner() {
        return database.owner();
    }

    /** Runs statements as the owner. */
    public void execute(String sql) {
        TestServer.execute(owner(), sql);
    }

    /** Closes the pools. The server, and the database with it, goes when the JVM ends. */
    @Override
    public void close() {
        database.close();
    }
}
