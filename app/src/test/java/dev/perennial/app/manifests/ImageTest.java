package dev.perennial.app.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile, the script that prepares it and the manifests that use it say the same. */
class ImageTest {

    private final String dockerfile = read("Dockerfile");
    private final String script = read("perennial");

    @Test
    void itsLayersAreThoseThatAreMade() {
        var made = all("image_layers ((?:\\w+ ?)+)$", script).getFirst().split(" ", -1);
        assertThat(all("^ADD (\\w+)\\.tar /$", dockerfile)).containsExactly(made);
    }

    @Test
    void itsProgramIsWhereItIsMade() {
        var home = all("^readonly IMAGE_HOME=(\\S+)$", script).getFirst();
        assertThat(all("^ENTRYPOINT \\[\"(.+)/jre/bin/java\", \"@\\1/app/java.options\"]$", dockerfile))
                .containsExactly(home);
    }

    @Test
    void itsUserAndPortsAreThoseOfTheManifests() {
        for (var node :
                Manifests.read(Overlays.render("one-kind"), new ArrayList<>()).nodes()) {
            var pod = node.getSpec().getTemplate().getSpec();
            assertThat(all("^USER (\\d+):(\\d+)$", dockerfile))
                    .containsExactly(pod.getSecurityContext().getRunAsUser().toString());
            assertThat(Arrays.stream(all("^EXPOSE (.*)$", dockerfile).getFirst().split(" ", -1))
                            .map(Integer::valueOf))
                    .containsExactlyInAnyOrderElementsOf(pod.getContainers().getFirst().getPorts().stream()
                            .map(ContainerPort::getContainerPort)
                            .toList());
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(Compose.ROOT.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
