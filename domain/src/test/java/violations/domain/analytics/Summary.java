package violations.domain.analytics;

/** Of a module that only listens. */
public record Summary(int count) {}
