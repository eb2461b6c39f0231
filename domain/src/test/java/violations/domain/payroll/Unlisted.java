package violations.domain.payroll;

/** In a module that nobody listed. */
public record Unlisted(String value) {}
