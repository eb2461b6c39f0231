package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.perennial.domain.archrules.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the map of the architecture names is there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path MAP = ROOT.resolve("ARCHITECTURE.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)*)`");

    /** The list of layers is in the tests. */
    private static final Set<String> OF_TESTS = Set.of("Architecture");

    @Test
    void everyClassOnTheMapExists() throws IOException {
        var existing = Stream.concat(
                        Architecture.PERENNIAL.product().stream().map(JavaClass::getSimpleName), OF_TESTS.stream())
                .collect(Collectors.toSet());
        var named = CLASS.matcher(Files.readString(MAP))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(existing).containsAll(named);
    }

    @Test
    void everyDecisionIsOnTheMap() throws IOException {
        var map = Files.readString(MAP);
        try (var decisions = Files.list(ROOT.resolve("docs/adr"))) {
            assertThat(decisions.map(decision -> "](docs/adr/" + decision.getFileName() + ") |"))
                    .isNotEmpty()
                    .allSatisfy(link -> assertThat(map).contains(link));
        }
    }
}
