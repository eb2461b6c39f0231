package violations.domain.kernel;

import violations.domain.identity.UserId;

/** What all modules share knows one of them. */
public record KnowsModule(UserId user) {}
