package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.session.Session;
import org.jspecify.annotations.Nullable;

/** What lists call a session's condition. */
public enum SessionStatus {
    OPEN,
    CLOSED;

    static @Nullable SessionStatus of(Session session) {
        return switch (session) {
            case Session.Absent _ -> null;
            case Session.Open _ -> OPEN;
            case Session.Closed _ -> CLOSED;
        };
    }
}
