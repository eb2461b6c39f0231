package dev.perennial.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * Reads the JSON of strangers: UTF-8 only, no duplicate member, no number beyond a double or {@value #MAX_NUMBER}
 * characters, no text that PostgreSQL or UTF-8 cannot hold, at most {@value #MAX_DEPTH} levels.
 *
 * <p>A loop of our own instead of Jackson's tree reader, because that one turns 1e999 into infinity, keeps the last of
 * two equal members and lets lone surrogates through, each of which becomes a failure further in.
 */
final class StrictJson {

    static final int MAX_DEPTH = 32;
    static final int MAX_NUMBER = 64;
    private static final int MAX_NAME = 256;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private StrictJson() {}

    /** The body as a tree, or a {@link ProblemException} that says where it stops being acceptable. */
    static JsonNode parse(byte[] body) {
        if (!Text.isUtf8(body)) {
            throw malformed("/", "the body is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed("/", "the body is empty");
            }
            JsonNode root = value(parser, first);
            if (parser.nextToken() != null) {
                throw malformed("/", "the body goes on after its end");
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw malformed("/", "a name, a number or the depth of the body exceeds its bound");
        } catch (JsonProcessingException e) {
            throw malformed("/", "not JSON" + place(e));
        } catch (IOException e) {
            throw malformed("/", "the body cannot be read");
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(clean(parser, parser.getText()));
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a JSON parser cannot start a value with " + token);
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            clean(parser, name);
            if (object.has(name)) {
                throw malformed(pointer(parser), "the member occurs twice");
            }
            object.set(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonNode decimal(JsonParser parser) throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw malformed(pointer(parser), "the number is too large");
        }
        return NODES.numberNode(value);
    }

    private static String clean(JsonParser parser, String text) {
        if (!Text.isClean(text)) {
            String where = parser.currentToken() == JsonToken.FIELD_NAME
                    ? parser.getParsingContext().getParent().pathAsPointer().toString()
                    : pointer(parser);
            throw malformed(where, "text must not hold U+0000 or half a surrogate pair");
        }
        return text;
    }

    private static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    private static String place(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static ProblemException malformed(String pointer, String detail) {
        return Problems.MALFORMED_JSON
                .problem(detail)
                .with(List.of(new FieldError("body", pointer.isEmpty() ? "/" : pointer, detail)))
                .exception();
    }
}
