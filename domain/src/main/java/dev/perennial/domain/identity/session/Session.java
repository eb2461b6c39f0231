package dev.perennial.domain.identity.session;

import dev.perennial.domain.identity.SecretHash;
import dev.perennial.domain.identity.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log-in of a user. */
public sealed interface Session {

    record Absent() implements Session {}

    /**
     * @param generation the user's session generation at log-in; the session is over once the user has another
     * @param refreshTokenHash of the one valid refresh token
     * @param expiresAt when that token is no longer good
     * @param replaced hashes of earlier tokens, newest first, at most {@value #MAX_REPLACED}: whoever presents one of
     *     them gives a theft away. An older one than these is merely unknown.
     */
    record Open(UserId user, int generation, SecretHash refreshTokenHash, Instant expiresAt, List<SecretHash> replaced)
            implements Session {

        static final int MAX_REPLACED = 32;

        public Open {
            replaced = List.copyOf(replaced);
        }

        Open rotated(SecretHash nextTokenHash, Instant nextExpiresAt) {
            var older = new ArrayList<SecretHash>(MAX_REPLACED);
            older.add(refreshTokenHash);
            replaced.stream().limit(MAX_REPLACED - 1).forEach(older::add);
            return new Open(user, generation, nextTokenHash, nextExpiresAt, older);
        }

        boolean hadReplaced(SecretHash tokenHash) {
            return replaced.stream().anyMatch(tokenHash::matches);
        }
    }

    record Closed(UserId user, CloseReason reason) implements Session {}
}
