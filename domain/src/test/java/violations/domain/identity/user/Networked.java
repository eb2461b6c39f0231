package violations.domain.identity.user;

import java.net.URI;

/** Knows of the network. */
public record Networked(URI address) {}
