package dev.perennial.persistence.sql;

import java.sql.SQLException;

/** The database did not answer in time, has no connection to spare, or is not there. The same request may succeed later. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
