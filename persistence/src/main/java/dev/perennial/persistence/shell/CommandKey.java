package dev.perennial.persistence.shell;

/**
 * Recognises a repeated command.
 *
 * @param high first half of a 128-bit digest of who asked for what under which idempotency key
 * @param low its second half
 * @param fingerprint a keyed 64-bit digest of the request's content; the same id with another one is a reuse
 */
public record CommandKey(long high, long low, long fingerprint) {

    /** No key: the command is not remembered. */
    public static final CommandKey NONE = new CommandKey(0, 0, 0);

    /** Whether this is a key at all. */
    public boolean present() {
        return high != 0 || low != 0;
    }
}
