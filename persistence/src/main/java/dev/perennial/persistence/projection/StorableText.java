package dev.perennial.persistence.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.perennial.persistence.json.Json;
import java.io.IOException;

/**
 * Text that PostgreSQL takes: Java's may hold a NUL or half a surrogate pair, which {@code jsonb} and {@code text} refuse.
 * The edge lets none in; should one be in an event all the same, it must not stop a projection for ever.
 */
final class StorableText extends StdScalarSerializer<String> {

    private static final long serialVersionUID = 1L;
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {
        super(String.class);
    }

    /** Writes as {@link Json} does, with such characters replaced. */
    static ObjectMapper mapper() {
        return Json.mapper().copy().registerModule(new SimpleModule().addSerializer(String.class, new StorableText()));
    }

    @Override
    public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeString(storable(value));
    }

    static String storable(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                return replaceUnstorable(text);
            }
        }
        return text;
    }

    private static String replaceUnstorable(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            var unstorable = point == 0 || Character.getType(point) == Character.SURROGATE;
            result.appendCodePoint(unstorable ? REPLACEMENT : point);
        });
        return result.toString();
    }
}
