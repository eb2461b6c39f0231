package dev.perennial.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Replaces the local references of a document by copies of what they refer to, so that validation follows none. */
final class References {

    private final JsonNode document;
    private final Deque<String> open = new ArrayDeque<>();

    private References(JsonNode document) {
        this.document = document;
    }

    /** The document without references. A cycle or a reference to nowhere is refused. */
    static JsonNode resolve(JsonNode document) {
        return new References(document).copy(document);
    }

    private JsonNode copy(JsonNode node) {
        return switch (node) {
            case ObjectNode object
            when object.path("$ref").isTextual() ->
                follow(object.required("$ref").asText());
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(member -> copy.set(member.getKey(), copy(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> copy.add(copy(element)));
                yield copy;
            }
            default -> node;
        };
    }

    private JsonNode follow(String reference) {
        if (!reference.startsWith("#/") || open.contains(reference)) {
            throw new IllegalStateException("a reference of the contract is not local or is cyclic: " + reference);
        }
        JsonNode target = document.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalStateException("a reference of the contract leads nowhere: " + reference);
        }
        open.push(reference);
        JsonNode copy = copy(target);
        open.pop();
        return copy;
    }
}
