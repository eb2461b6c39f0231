package dev.perennial.persistence.telemetry;

/** Told of what the entities of one type do. Times are in nanoseconds. */
public interface EntityMeter {

    /**
     * A command of this node was answered, wherever its entity lives.
     *
     * @param outcome one of a few names
     */
    void answered(String outcome, long nanos);

    /** The same of a read. */
    void read(String outcome, long nanos);

    /** A command came to be decided that had to wait for the write before it. */
    void waited(long nanos);

    /** The events of one batch of commands were stored. */
    void wrote(int commands, long nanos);

    /** An event of this class was stored. */
    void stored(Class<?> event);

    /** An entity came into memory. */
    void recovered(long nanos);

    /** An entity that had come into memory left it. */
    void left();
}
