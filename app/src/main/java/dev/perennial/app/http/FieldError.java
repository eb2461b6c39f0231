package dev.perennial.app.http;

/**
 * One thing that is wrong with a request.
 *
 * @param in {@code body}, {@code path}, {@code query} or {@code header}
 * @param pointer a JSON pointer into the body, or {@code /} and the parameter's name
 * @param detail one sentence for a person
 */
public record FieldError(String in, String pointer, String detail) {}
