package dev.perennial.domain.kernel;

/**
 * An entity as a pure state machine: no clock, no randomness, no I/O; what it needs of the world is in the {@link Context}.
 *
 * @param <S> the state, sealed by lifecycle, with an explicit state for "does not exist"
 * @param <C> the commands
 * @param <E> the events
 * @param <R> what an accepted command answers besides the new revision; {@link Done} where that is nothing
 */
public interface Decider<S, C, E, R> {

    /** The state before the first event. */
    S initial();

    /** What the command means in this state. Anything wrong with it is a {@link Rejection}; an exception is a bug. */
    Decision<E, R> decide(S state, C command, Context context);

    /** The state after the event. Total: an event is a fact, so it is never refused. */
    S evolve(S state, E event);
}
