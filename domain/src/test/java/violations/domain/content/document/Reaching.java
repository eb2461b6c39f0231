package violations.domain.content.document;

import violations.domain.identity.user.Inside;

/** Reaches into another module's inside. */
public record Reaching(Inside inside) {}
