package dev.perennial.persistence.sql;

import com.zaxxer.hikari.HikariDataSource;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource;

/**
 * How much of a pool is in use.
 *
 * @param active connections that work
 * @param waiting threads that wait for one
 * @param most connections there may be
 */
public record PoolUse(String name, int active, int idle, int waiting, int most) {

    /** Of the journal plugin's own pool; it opens it if nobody has. */
    public static PoolUse ofJournal(ActorSystem<?> system) {
        var extension = (SlickExtensionImpl) SlickExtension.get(system);
        var source = extension
                .database(system.settings().config().getConfig("perennial.journal"))
                .database()
                .source();
        return of("journal", ((HikariCPJdbcDataSource) source).ds());
    }

    static PoolUse of(String name, HikariDataSource pool) {
        var use = pool.getHikariPoolMXBean();
        return use == null
                ? new PoolUse(name, 0, 0, 0, pool.getMaximumPoolSize())
                : new PoolUse(
                        name,
                        use.getActiveConnections(),
                        use.getIdleConnections(),
                        use.getThreadsAwaitingConnection(),
                        pool.getMaximumPoolSize());
    }
}
