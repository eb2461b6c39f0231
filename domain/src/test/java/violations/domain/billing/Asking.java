package violations.domain.billing;

import violations.domain.analytics.Summary;

/** Knows a module that only listens. */
public record Asking(Summary summary) {}
