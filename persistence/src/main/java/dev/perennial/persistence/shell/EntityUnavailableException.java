package dev.perennial.persistence.shell;

/** The entity did not answer: it is moving, starting, or has more waiting than it may hold. Retry later. */
public final class EntityUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EntityUnavailableException(String message) {
        super(message, null, false, false);
    }
}
