package dev.perennial.persistence.sql;

import com.zaxxer.hikari.HikariDataSource;

/**
 * How much of a pool is in use.
 *
 * @param active connections that work
 * @param waiting threads that wait for one
 * @param most connections there may be
 */
public record PoolUse(String name, int active, int idle, int waiting, int most) {

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
