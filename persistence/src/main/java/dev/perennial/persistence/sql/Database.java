package dev.perennial.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL database: a bounded pool for each kind of work, so that none can starve another. The pool that entities
 * write through is the journal plugin's own.
 *
 * <p>Opening connects to nothing yet. {@link #migrate} comes first on a new database, as it creates the pools' roles.
 */
public final class Database implements AutoCloseable {

    /** The schema that records which migrations ran. */
    private static final String MIGRATIONS_SCHEMA = "journal";

    private static final String POOL = "perennial-";

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    /** PostgreSQL ends a statement in time; if nothing has come by then and this much longer, the server is out of reach. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** One looks every second whether anything is ordered, the other serves those who order. */
    private static final int OPERATION_CONNECTIONS = 2;

    private final PGSimpleDataSource owner;
    private final PGSimpleDataSource observer;
    private final HikariDataSource journal;
    private final HikariDataSource projection;
    private final HikariDataSource query;
    private final HikariDataSource vault;
    private final HikariDataSource operation;

    private Database(
            PGSimpleDataSource owner,
            PGSimpleDataSource observer,
            HikariDataSource journal,
            HikariDataSource projection,
            HikariDataSource query,
            HikariDataSource vault,
            HikariDataSource operation) {
        this.owner = owner;
        this.observer = observer;
        this.journal = journal;
        this.projection = projection;
        this.query = query;
        this.vault = vault;
        this.operation = operation;
    }

    public static Database open(DatabaseSettings settings) {
        return new Database(
                owner(settings),
                observer(settings),
                pool(settings, Role.JOURNAL, settings.journalConnections(), settings.journalTimeout()),
                pool(settings, Role.PROJECTION, settings.projectionConnections(), settings.projectionTimeout()),
                pool(settings, Role.QUERY, settings.queryConnections(), settings.queryTimeout()),
                pool(settings, Role.VAULT, settings.vaultConnections(), settings.queryTimeout()),
                pool(settings, Role.OPERATION, OPERATION_CONNECTIONS, settings.queryTimeout()));
    }

    /**
     * Brings the schema to this program's version. Nodes that start together wait for each other.
     *
     * @throws org.flywaydb.core.api.FlywayException when a migration fails; the message says what an administrator must do
     */
    public void migrate() {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(owner)
                .defaultSchema(MIGRATIONS_SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /** Connections of the schema's owner, unpooled and without a time limit: for migrations and building views only. */
    public DataSource owner() {
        return owner;
    }

    /** The same for short looks at the server, which end in any case: its owner sees what the pools' roles do not. */
    public DataSource observer() {
        return observer;
    }

    /** For writing events, replaying those of an entity, and snapshots. */
    public DataSource journal() {
        return journal;
    }

    /** For projections. Their transactions must be short. */
    public DataSource projection() {
        return projection;
    }

    /** For queries; row-level security shows them the tenant that {@code perennial.tenant} names. */
    public DataSource query() {
        return query;
    }

    /** For keys, which no other pool can reach. */
    public DataSource vault() {
        return vault;
    }

    /** For what operators want of the cluster. */
    public DataSource operation() {
        return operation;
    }

    /** How much of each pool is in use. */
    public List<PoolUse> pools() {
        return Stream.of(journal, projection, query, vault, operation)
                .map(pool -> PoolUse.of(pool.getPoolName().substring(POOL.length()), pool))
                .toList();
    }

    @Override
    public void close() {
        operation.close();
        vault.close();
        query.close();
        projection.close();
        journal.close();
    }

    private static PGSimpleDataSource owner(DatabaseSettings settings) {
        var source = new PGSimpleDataSource();
        source.setURL(settings.url());
        source.setApplicationName("perennial-owner");
        source.setTcpKeepAlive(true);
        return source;
    }

    private static PGSimpleDataSource observer(DatabaseSettings settings) {
        var source = owner(settings);
        source.setConnectTimeout((int) CONNECT_WITHIN.toSeconds());
        source.setSocketTimeout((int) settings.queryTimeout().plus(SILENCE).toSeconds());
        source.setOptions("-c statement_timeout=" + settings.queryTimeout().toMillis());
        return source;
    }

    private static HikariDataSource pool(DatabaseSettings settings, Role role, int size, Duration timeout) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setPoolName(POOL + role.name().toLowerCase(Locale.ROOT));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(settings.connectionWait().toMillis());
        // Fail at the first use, not here: roles may not exist before the migration.
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.addDataSourceProperty("ApplicationName", config.getPoolName());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // An error's detail and a failed batch's text would bring what is stored into the log.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("connectTimeout", CONNECT_WITHIN.toSeconds());
        config.addDataSourceProperty("socketTimeout", timeout.plus(SILENCE).toSeconds());
        config.addDataSourceProperty("prepareThreshold", "1");
        config.setConnectionInitSql(
                "set role %s; set statement_timeout = %d; set idle_in_transaction_session_timeout = %d"
                        .formatted(role.sqlName(), timeout.toMillis(), timeout.toMillis()));
        return new HikariDataSource(config);
    }
}
