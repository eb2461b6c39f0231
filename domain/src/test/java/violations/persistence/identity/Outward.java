package violations.persistence.identity;

import violations.app.http.Server;

/** Depends on an outer layer. */
public record Outward(Server server) {}
