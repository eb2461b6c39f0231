package violations.app.http;

import violations.domain.identity.UserId;

/** The composing layer may know every module. */
public record Server(UserId operator) {}
