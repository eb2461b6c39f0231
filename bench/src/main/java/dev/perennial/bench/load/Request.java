package dev.perennial.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP/1.1 request in which {@link #ENTITY} and {@link #UNIQUE} may stand anywhere. */
public record Request(String method, String path, Map<String, String> headers, String body) {

    /** Becomes the number of an entity, six digits. */
    public static final String ENTITY = "{entity}";

    /** Becomes a number that no other request has, nineteen digits. */
    public static final String UNIQUE = "{unique}";

    static String withNumbers(String text, int entity, long unique) {
        return text.replace(ENTITY, "%06d".formatted(entity)).replace(UNIQUE, "%019d".formatted(unique));
    }

    Request withNumbers(int entity, long unique) {
        var filled = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> filled.put(name, withNumbers(value, entity, unique)));
        return new Request(method, withNumbers(path, entity, unique), filled, withNumbers(body, entity, unique));
    }
}
