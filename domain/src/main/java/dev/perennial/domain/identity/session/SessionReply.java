package dev.perennial.domain.identity.session;

/** What an accepted command of a {@link Session} answers. */
public enum SessionReply {
    OPENED,
    /** The new refresh token is the valid one. */
    ROTATED,
    /** The presented token had just been replaced, and what replaced it stands. */
    REPEATED,
    /**
     * The caller is refused: the presented token had been replaced before, and the session is closed for it. Not a
     * rejection, because a rejection would store nothing and leave the session open to a thief.
     */
    REUSE_DETECTED,
    CLOSED
}
