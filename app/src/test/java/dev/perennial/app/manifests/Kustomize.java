package dev.perennial.app.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Renders the part of Kustomize that our manifests use, and refuses the rest: so nothing is needed to test them. */
final class Kustomize {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "namespace", "nameSuffix", "labels", "patches", "images");
    /** Those whose names and labels may be changed together; of others this would not know what refers to them. */
    private static final Set<String> OF_A_NODE_KIND =
            Set.of("Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler");

    private Kustomize() {}

    /** The documents of a folder with a {@code kustomization.yaml}. */
    static List<ObjectNode> render(Path folder) {
        var kustomization = documents(folder.resolve("kustomization.yaml")).getFirst();
        kustomization.fieldNames().forEachRemaining(field -> require(KNOWN.contains(field), folder + ": " + field));
        var rendered = new ArrayList<ObjectNode>();
        for (var resource : kustomization.path("resources")) {
            var path = folder.resolve(resource.asText());
            rendered.addAll(Files.isDirectory(path) ? render(path) : documents(path));
        }
        kustomization.path("patches").forEach(patch -> patch(rendered, patch));
        var namespace = kustomization.path("namespace").asText("");
        if (!namespace.isEmpty()) {
            move(rendered, namespace);
        }
        var suffix = kustomization.path("nameSuffix").asText("");
        if (!suffix.isEmpty()) {
            rename(rendered, suffix);
        }
        kustomization.path("labels").forEach(labels -> label(rendered, labels));
        kustomization.path("images").forEach(image -> rendered.forEach(document -> replaceImage(document, image)));
        return rendered;
    }

    /** The documents of some YAML, as {@code kubectl kustomize} prints it. */
    static List<ObjectNode> documents(String yaml) {
        try (var read = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml)) {
            return read.readAll();
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static List<ObjectNode> documents(Path file) {
        try {
            return documents(Files.readString(file));
        } catch (IOException wrong) {
            throw new UncheckedIOException(file.toString(), wrong);
        }
    }

    private static void patch(List<ObjectNode> documents, JsonNode patch) {
        var target = patch.path("target");
        var matching = documents.stream()
                .filter(document -> kind(document).equals(target.path("kind").asText())
                        && name(document).equals(target.path("name").asText()))
                .toList();
        require(!matching.isEmpty(), "a patch has no target: " + target);
        try {
            var operations = YAML.readTree(patch.path("patch").asText());
            matching.forEach(document -> change(document, operations));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** Applies the operations of a JSON patch. */
    static void change(ObjectNode document, JsonNode operations) {
        var changed = (ObjectNode) JsonPatch.apply(operations, document);
        document.removeAll();
        document.setAll(changed);
    }

    private static void move(List<ObjectNode> documents, String namespace) {
        for (var document : documents) {
            if (!kind(document).equals("Namespace")) {
                ((ObjectNode) document.path("metadata")).put("namespace", namespace);
            }
            for (var subject : document.path("subjects")) {
                if (has(documents, "ServiceAccount", subject.path("name").asText())) {
                    ((ObjectNode) subject).put("namespace", namespace);
                }
            }
        }
    }

    private static void rename(List<ObjectNode> documents, String suffix) {
        for (var document : documents) {
            require(OF_A_NODE_KIND.contains(kind(document)), "nameSuffix on a " + kind(document));
            var target = document.path("spec").path("scaleTargetRef");
            if (target instanceof ObjectNode reference) {
                reference.put("name", reference.path("name").asText() + suffix);
            }
        }
        documents.forEach(document -> ((ObjectNode) document.path("metadata")).put("name", name(document) + suffix));
    }

    private static void label(List<ObjectNode> documents, JsonNode labels) {
        require(labels.path("includeSelectors").asBoolean(), "labels without selectors");
        var pairs = (ObjectNode) labels.path("pairs");
        for (var document : documents) {
            require(OF_A_NODE_KIND.contains(kind(document)), "labels on a " + kind(document));
            ((ObjectNode) document.path("metadata")).withObject("labels").setAll(pairs);
            var spec = document.path("spec");
            var template = spec.path("template");
            Stream.concat(
                            Stream.of(
                                    spec.path("selector").path("matchLabels"),
                                    template.path("metadata").path("labels")),
                            elements(template.path("spec").path("topologySpreadConstraints"))
                                    .map(spread -> spread.path("labelSelector").path("matchLabels")))
                    .filter(ObjectNode.class::isInstance)
                    .forEach(found -> ((ObjectNode) found).setAll(pairs));
        }
    }

    private static void replaceImage(JsonNode document, JsonNode image) {
        document.findParents("image").stream()
                .filter(container -> container.path("image").equals(image.path("name")))
                .forEach(container -> ((ObjectNode) container)
                        .put(
                                "image",
                                image.path("newName").asText() + ":"
                                        + image.path("newTag").asText()));
    }

    static String kind(JsonNode document) {
        return document.path("kind").asText();
    }

    static String name(JsonNode document) {
        return document.path("metadata").path("name").asText();
    }

    private static boolean has(List<ObjectNode> documents, String kind, String name) {
        return documents.stream()
                .anyMatch(document ->
                        kind(document).equals(kind) && name(document).equals(name));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return list instanceof ArrayNode array ? array.valueStream() : Stream.of();
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("the renderer of these tests does not know: " + what);
        }
    }
}
