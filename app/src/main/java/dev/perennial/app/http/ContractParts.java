package dev.perennial.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Joins the frame of a contract with the parts of modules: their paths, tags and components. */
record ContractParts(ObjectNode document) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    /** The first resource is the frame. */
    static ContractParts join(List<String> resources) {
        ObjectNode frame = read(resources.getFirst());
        for (String resource : resources.subList(1, resources.size())) {
            ObjectNode part = read(resource);
            part.path("tags").forEach(frame.withArrayProperty("tags")::add);
            add(frame.withObjectProperty("paths"), part.path("paths"), resource);
            for (var kind : part.path("components").properties()) {
                add(
                        frame.withObjectProperty("components").withObjectProperty(kind.getKey()),
                        kind.getValue(),
                        resource);
            }
        }
        return new ContractParts(frame);
    }

    byte[] yaml() {
        try {
            return YAML.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static void add(ObjectNode to, JsonNode members, String resource) {
        for (var member : members.properties()) {
            if (to.has(member.getKey())) {
                throw new IllegalStateException(resource + " defines again what exists: " + member.getKey());
            }
            to.set(member.getKey(), member.getValue());
        }
    }

    private static void refuseTruthAsName(JsonNode node, String resource) {
        for (var name : node.path("required")) {
            if (!name.isTextual()) {
                throw new IllegalStateException(resource + " requires a member named " + name
                        + ": a bare on, off, yes or no is a truth value in YAML, so put it in quotes");
            }
        }
        node.forEach(member -> refuseTruthAsName(member, resource));
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = ContractParts.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no contract on the class path: " + resource);
            }
            var part = (ObjectNode) YAML.readTree(in);
            refuseTruthAsName(part, resource);
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException("the contract cannot be read: " + resource, e);
        }
    }
}
