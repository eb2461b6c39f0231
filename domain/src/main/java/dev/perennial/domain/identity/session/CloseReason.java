package dev.perennial.domain.identity.session;

/** Why a session is over. */
public enum CloseReason {
    LOGGED_OUT,
    /** A refresh token came a second time, so it is in two hands and one of them is not the user's. */
    TOKEN_REUSED
}
