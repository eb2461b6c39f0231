package dev.perennial.persistence.shell;

/** A step of a process got no answer, or one that cannot be; it is taken again. */
public final class StepUnfinishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StepUnfinishedException(String outcome) {
        super("the entity answered " + outcome, null, false, false);
    }
}
