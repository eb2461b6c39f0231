package dev.perennial.app.security;

import java.util.Optional;

/** The scheme that all our credentials are sent by. */
final class Bearer {

    private static final int MAX_LENGTH = 4096;
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The credential in the value of an {@code Authorization} header, if it is of our scheme and of a sane length. */
    static Optional<String> credential(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && authorization.length() <= MAX_LENGTH
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
