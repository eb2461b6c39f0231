package dev.perennial.app.cluster;

/**
 * What a client did, by its own clock: it took effect between the two times, if it returned.
 *
 * @param returned {@link #NEVER} when nobody knows whether it took effect; then it may have at any time after the call
 */
record Operation<O>(O what, long called, long returned) {

    static final long NEVER = Long.MAX_VALUE;

    boolean isKnown() {
        return returned != NEVER;
    }
}
