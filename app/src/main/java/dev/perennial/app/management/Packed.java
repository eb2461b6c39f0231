package dev.perennial.app.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perennial.app.http.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** JSON between nodes: small enough for one message. */
final class Packed {

    /** Below the largest message that nodes take from each other (256 KiB). */
    private static final int LONGEST = 200 * 1024;

    private static final JsonMapper MAPPER = new JsonMapper();

    private Packed() {}

    /** @throws IllegalStateException if it is too long, which whoever makes the value has to see to */
    static byte[] write(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(Json.bytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.size() > LONGEST) {
            throw new IllegalStateException("an answer of " + bytes.size() + " bytes does not fit into a message");
        }
        return bytes.toByteArray();
    }

    static JsonNode read(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
