package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What the body of an operation must be.
 *
 * @param limit its greatest size in bytes
 * @param schemas by media type
 */
record BodyRule(int limit, Map<String, Schema> schemas) {

    private static final int MOST_ERRORS = 20;

    BodyRule {
        schemas = Map.copyOf(schemas);
    }

    String mediaTypes() {
        return String.join(" or ", new TreeSet<>(schemas.keySet()));
    }

    boolean takes(String mediaType) {
        return schemas.containsKey(mediaType);
    }

    /** Throws {@link Problems#INVALID_BODY} with every misfit, up to {@value #MOST_ERRORS}. */
    void check(String mediaType, JsonNode body) {
        List<Error> errors = Objects.requireNonNull(schemas.get(mediaType)).validate(body);
        if (!errors.isEmpty()) {
            throw Problems.INVALID_BODY
                    .problem("the body has " + errors.size() + (errors.size() == 1 ? " misfit" : " misfits"))
                    .with(errors.stream()
                            .limit(MOST_ERRORS)
                            .map(BodyRule::fieldError)
                            .toList())
                    .exception();
        }
    }

    private static FieldError fieldError(Error error) {
        String at = error.getInstanceLocation().toString();
        // A missing or unknown member is reported at its parent; callers want the member itself.
        String property = error.getProperty();
        String pointer =
                property == null ? at : at + "/" + property.replace("~", "~0").replace("/", "~1");
        return new FieldError("body", pointer.isEmpty() ? "/" : pointer, error.getMessage());
    }
}
