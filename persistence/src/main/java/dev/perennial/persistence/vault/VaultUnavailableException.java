package dev.perennial.persistence.vault;

import java.sql.SQLException;

/** The database behind the vault did not answer. Retry later. */
public final class VaultUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VaultUnavailableException(String message, SQLException cause) {
        super(message, cause);
    }
}
