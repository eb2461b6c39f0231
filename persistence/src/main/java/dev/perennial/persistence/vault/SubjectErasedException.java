package dev.perennial.persistence.vault;

/** The person's data has been erased for good: nothing more can be kept about this id. */
public final class SubjectErasedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SubjectErasedException() {
        super("the subject's personal data has been erased", null, false, false);
    }
}
