package dev.perennial.app.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The overlays of {@code k8s}, and all that can be said against one. */
final class Overlays {

    static final Path FOLDER = Path.of("../k8s/overlays");
    private static final Pattern SECRET = Pattern.compile("create secret generic (\\S+) --from-\\w+=(\\S+?)=");
    /** What CloudNativePG puts into the secret of a cluster's owner. */
    private static final List<String> KEYS_OF_OWNER = List.of("uri", "username", "password");

    private Overlays() {}

    static List<String> names() {
        try (var folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<ObjectNode> render(String overlay) {
        return Kustomize.render(FOLDER.resolve(overlay));
    }

    /** Empty for one that is right. */
    static List<String> problems(List<? extends JsonNode> documents) {
        var problems = new ArrayList<String>();
        var manifests = Manifests.read(documents, problems);
        if (problems.isEmpty()) {
            References.check(manifests, secrets(documents), problems);
            PodRules.check(manifests, problems);
            NodeRules.check(manifests, problems);
        }
        return problems;
    }

    /** Those that the README tells to make, and those that operators make. */
    private static Set<String> secrets(List<? extends JsonNode> documents) {
        try {
            var secrets = SECRET.matcher(Files.readString(FOLDER.resolveSibling("README.md")))
                    .results()
                    .map((MatchResult made) -> made.group(1) + "/" + made.group(2))
                    .collect(Collectors.toCollection(HashSet::new));
            documents.stream()
                    .filter(document -> Kustomize.kind(document).equals("Cluster"))
                    .forEach(cluster ->
                            KEYS_OF_OWNER.forEach(key -> secrets.add(Kustomize.name(cluster) + "-app/" + key)));
            return secrets;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
