package violations.cluster;

import violations.domain.kernel.Innocent;

/** The cluster layer knows the domain. */
public record Joining(Innocent innocent) {}
