package dev.perennial.domain.identity.emailclaim;

import dev.perennial.domain.identity.UserId;
import java.time.Instant;

/** The claim to an email within a tenant. */
public sealed interface EmailClaim {

    /** Nobody has the email, or nobody any more. */
    record Absent() implements EmailClaim {}

    /** For a user who is being invited. Past {@code until} it still holds: only a release frees the email. */
    record Reserved(UserId user, Instant until) implements EmailClaim {}

    /** Theirs until released. */
    record Held(UserId user) implements EmailClaim {}
}
