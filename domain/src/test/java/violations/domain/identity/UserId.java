package violations.domain.identity;

/** At the top of its module, for others to use. */
public record UserId(String value) {}
