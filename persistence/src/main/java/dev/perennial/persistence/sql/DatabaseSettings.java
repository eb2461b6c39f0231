package dev.perennial.persistence.sql;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * Where the database is and how much of it we may use.
 *
 * @param url a JDBC URL of PostgreSQL 15 or newer, with a user who owns our schemas: it migrates, and each pool then acts as
 *     a role that may do less
 * @param journalConnections size of the pool that events are written and replayed through: one for the writer, one for each
 *     reader
 * @param projectionConnections size of the pool that projections write views through
 * @param queryConnections size of the pool that queries of views and history go through
 * @param vaultConnections size of the pool that keys are read and made through
 * @param connectionWait how long a caller waits for a connection before it is refused
 * @param journalTimeout after which PostgreSQL ends a write or a page of a replay
 * @param queryTimeout after which PostgreSQL ends a query of the query or vault pool
 * @param projectionTimeout after which it ends a statement of a projection, or a transaction left idle: a long transaction
 *     anywhere holds back every projection
 */
public record DatabaseSettings(
        String url,
        int journalConnections,
        int projectionConnections,
        int queryConnections,
        int vaultConnections,
        Duration connectionWait,
        Duration journalTimeout,
        Duration queryTimeout,
        Duration projectionTimeout) {

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("perennial.database.url must start with jdbc:postgresql:");
        }
        requirePositive(journalConnections, "journal-connections");
        requirePositive(projectionConnections, "projection-connections");
        requirePositive(queryConnections, "query-connections");
        requirePositive(vaultConnections, "vault-connections");
    }

    /** Reads {@code perennial.database}; fails with a {@link ConfigException} that names the bad setting. */
    public static DatabaseSettings from(Config root) {
        var config = root.getConfig("perennial.database");
        return new DatabaseSettings(
                config.getString("url"),
                config.getInt("journal-connections"),
                config.getInt("projection-connections"),
                config.getInt("query-connections"),
                config.getInt("vault-connections"),
                config.getDuration("connection-wait"),
                config.getDuration("journal-timeout"),
                config.getDuration("query-timeout"),
                config.getDuration("projection-timeout"));
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("perennial.database." + name + " must be at least 1");
        }
    }
}
