package dev.perennial.persistence.shell;

import dev.perennial.domain.kernel.Caller;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored: the fact and, around it, who caused it and by which command.
 *
 * @param event the fact
 * @param caller who caused it
 * @param key the command's key; every event of one command carries it
 * @param reply what the command answered, on the last event of a command that answers more than its revision
 * @param trace the W3C traceparent of the request, or empty
 */
public record Recorded<E>(
        E event, Caller caller, CommandKey key, @Nullable Object reply, String trace) {}
