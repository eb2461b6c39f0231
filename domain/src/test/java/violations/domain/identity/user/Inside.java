package violations.domain.identity.user;

/** Its module's own. */
public record Inside(String value) {}
