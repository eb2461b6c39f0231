package violations.persistence.identity;

import violations.domain.identity.user.Inside;

/** Uses the inside of its own module: allowed. */
public record UserView(Inside inside) {}
