package violations.domain.content;

import violations.domain.identity.UserId;

/** Uses what another module offers at its top: allowed. */
public record DocumentPublished(UserId by) {}
