package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path or query parameter of an operation.
 *
 * @param in {@code path} or {@code query}
 * @param type the JSON type of its schema: {@code string}, {@code integer} or {@code boolean}
 */
record Parameter(String name, String in, boolean required, String type, Schema schema) {

    private static final int LONGEST_INTEGER = 18;

    /** What is wrong with the value, or nothing. */
    Optional<FieldError> check(String value) {
        JsonNode node = node(value);
        if (node == null) {
            return error("must be of type " + type);
        }
        var errors = schema.validate(node);
        return errors.isEmpty() ? Optional.empty() : error(errors.getFirst().getMessage());
    }

    Optional<FieldError> error(String detail) {
        return Optional.of(new FieldError(in, "/" + name, detail));
    }

    private @Nullable JsonNode node(String value) {
        return switch (type) {
            case "string" -> JsonNodeFactory.instance.textNode(value);
            case "boolean" ->
                switch (value) {
                    case "true" -> JsonNodeFactory.instance.booleanNode(true);
                    case "false" -> JsonNodeFactory.instance.booleanNode(false);
                    default -> null;
                };
            case "integer" -> isInteger(value) ? JsonNodeFactory.instance.numberNode(Long.parseLong(value)) : null;
            default -> throw new IllegalStateException("parameters of type " + type + " are not served");
        };
    }

    private static boolean isInteger(String value) {
        int start = value.startsWith("-") ? 1 : 0;
        int digits = value.length() - start;
        return digits > 0
                && digits <= LONGEST_INTEGER
                && value.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }
}
