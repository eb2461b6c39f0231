package dev.perennial.persistence.sql;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/** Tells failures that pass, because the database or another node cannot be reached now, from faults. */
public final class Outages {

    /** Connection lost or refused (08), out of resources (53), cancelled or shut down by the server (57). */
    private static final Set<String> STATES = Set.of("08", "53", "57");

    private Outages() {}

    /** Whether the failure, or what caused it, is of that kind: waiting helps. */
    public static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof CircuitBreakerOpenException
                    || (cause instanceof SQLException sql && isOutage(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(@Nullable String sqlState) {
        return sqlState != null && sqlState.length() >= 2 && STATES.contains(sqlState.substring(0, 2));
    }
}
