package dev.perennial.persistence.identity;

import dev.perennial.domain.identity.user.User;
import org.jspecify.annotations.Nullable;

/** What lists call a user's condition. */
public enum UserStatus {
    INVITED,
    ACTIVE,
    DEACTIVATED,
    ERASED;

    /** None for a user who never was. */
    static @Nullable UserStatus of(User user) {
        return switch (user) {
            case User.Absent _, User.Abandoned _ -> null;
            case User.Invited _ -> INVITED;
            case User.Active _ -> ACTIVE;
            case User.Deactivated _ -> DEACTIVATED;
            case User.Erased _ -> ERASED;
        };
    }
}
