package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Caller;

/**
 * What comes with a command besides its content.
 *
 * @param key makes a repetition recognisable; {@link CommandKey#NONE} for a command that is not to be remembered
 * @param expectedRevision the revision the caller saw, or {@link #ANY_REVISION}
 * @param caller who asks
 * @param trace the W3C traceparent of the request, or empty
 */
public record CommandMeta(CommandKey key, long expectedRevision, Caller caller, String trace) {

    /** The caller does not care. */
    public static final long ANY_REVISION = -1;

    /** A command that is neither guarded nor remembered. */
    public static CommandMeta by(Caller caller) {
        return new CommandMeta(CommandKey.NONE, ANY_REVISION, caller, "");
    }

    /** The same as part of a trace. */
    public CommandMeta traced(String newTrace) {
        return newTrace.equals(trace) ? this : new CommandMeta(key, expectedRevision, caller, newTrace);
    }

    /** The same with a key. */
    public CommandMeta keyed(CommandKey newKey) {
        return new CommandMeta(newKey, expectedRevision, caller, trace);
    }
}
