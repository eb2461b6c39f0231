package dev.perennial.persistence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.shell.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a stored event could become unreadable is caught. */
class GoldenFilesTest {

    private static final List<EntityType<?, ?, ?, ?>> TYPES = List.of(Tally.TYPE);
    private static final String V1 = """
            {"e":{"amount":"41"},"by":"user:u_1:20"}
            {"e":{"amount":"-1"},"by":"user:u_1:20"}
            """;

    @TempDir
    Path folder;

    private GoldenFiles golden;

    @BeforeEach
    void complete() throws IOException {
        golden = new GoldenFiles(folder, TYPES);
        write("test.added-v1.jsonl", V1);
        golden.addMissing();
    }

    @Test
    void completeFilesAreInOrder() throws IOException {
        assertThat(golden.violations()).isEmpty();
        assertThat(golden.addMissing()).isEmpty();
        assertThat(read("test.added-v1.upcast.jsonl")).isEqualTo("""
                {"test.added#2":{"amount":41}}
                {"test.added#2":{"amount":-1}}
                """);
    }

    @Test
    void aMissingFileIsMadeAndShownOnce() throws IOException {
        var before = read("test.added-v2.jsonl");
        Files.delete(folder.resolve("test.added-v2.jsonl"));
        assertThat(golden.addMissing())
                .singleElement()
                .asString()
                .contains("test.added-v2.jsonl", before.lines().findFirst().orElseThrow());
        assertThat(read("test.added-v2.jsonl")).isEqualTo(before);
        assertThat(golden.addMissing()).isEmpty();
    }

    @Test
    void theFileOfAnOldVersionCannotBeMadeAgain() throws IOException {
        Files.delete(folder.resolve("test.added-v1.jsonl"));
        golden.addMissing();
        assertBroken("test.added-v1.jsonl is missing");
    }

    @Test
    void anEventThatIsWrittenInAnotherForm() throws IOException {
        write(
                "test.added-v2.jsonl",
                read("test.added-v2.jsonl").replaceFirst("\"amount\":1", "\"amount\":1,\"unit\":\"cm\""));
        assertBroken("a new form is a new version");
    }

    @Test
    void anEventThatIsNotReadAnyMore() throws IOException {
        write("test.added-v2.jsonl", read("test.added-v2.jsonl").replaceFirst("\"amount\":1", "\"count\":1"));
        assertBroken("cannot be read any more");
    }

    @Test
    void anOldVersionThatIsNotReadAnyMore() throws IOException {
        write("test.added-v1.jsonl", V1.replace("-1", "minus one"));
        assertBroken("cannot be read any more");
    }

    @Test
    void anUpcastThatChangedItsMind() throws IOException {
        write("test.added-v1.upcast.jsonl", read("test.added-v1.upcast.jsonl").replace("41", "42"));
        assertBroken("{\"test.added#2\":{\"amount\":42}}");
    }

    @Test
    void anOldVersionWhoseUpcastWasNeverLookedAt() throws IOException {
        Files.delete(folder.resolve("test.added-v1.upcast.jsonl"));
        assertThat(golden.addMissing()).singleElement().asString().contains("test.added-v1.upcast.jsonl");
    }

    @Test
    void anUpcastOfNothing() throws IOException {
        write("test.added-v1.upcast.jsonl", read("test.added-v1.upcast.jsonl") + "{}\n");
        assertBroken("test.added-v1.upcast.jsonl has more lines than");
    }

    @Test
    void anEventThatIsGone() throws IOException {
        write("test.removed-v1.jsonl", V1);
        assertBroken("test.removed-v1.jsonl belongs to no event");
    }

    @Test
    void whatIsThereIsNeverChanged() throws IOException {
        write("test.added-v2.jsonl", "{}\n");
        golden.addMissing();
        assertThat(read("test.added-v2.jsonl")).startsWith("{}\n");
        assertBroken("test.added-v2.jsonl");
    }

    private void assertBroken(String breach) {
        assertThat(golden.violations())
                .anySatisfy(violation -> assertThat(violation).contains(breach));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }
}
