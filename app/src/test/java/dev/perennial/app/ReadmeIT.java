package dev.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What README tells newcomers to type works as it stands there. */
@ExtendWith(LiveNode.class)
class ReadmeIT {

    private static final Path README = Path.of("..", "README.md");
    /** The first commands of a section. */
    private static final String SHOWN = "\n## %s\n.*?```sh\n(.*?)```";

    private static final Pattern OURS = Pattern.compile("(?m)^(api|operator)=.*$");

    private final Installation installation;

    ReadmeIT(Installation installation) {
        this.installation = installation;
    }

    @Test
    void tryIt() throws Exception {
        var section = shown("Try it");
        assertThat(OURS.matcher(section).results()).hasSize(2);
        var commands = OURS.matcher(section).replaceAll("");
        var shown =
                (int) commands.lines().filter(line -> line.startsWith("curl ")).count();
        assertThat(shown).isPositive();

        var first = run(commands);
        var again = run(commands);

        assertThat(first).hasSize(shown).allSatisfy(answer -> {
            assertThat(answer.path("type").asText()).doesNotContain("/problems/");
            assertThat(answer.has("id") || answer.has("items")).as("%s", answer).isTrue();
        });
        assertThat(first.getLast().toString()).contains("identity.user-invited", "Ada");
        assertThat(again).hasSize(shown).startsWith(first.get(0), first.get(1));
    }

    @Test
    void billing() throws Exception {
        var commands = OURS.matcher(shown("Try it")).replaceAll("") + shown("Billing");

        var answers = run(commands).reversed();

        assertThat(answers.get(1).path("used").asLong()).isEqualTo(600);
        assertThat(answers.get(0).path("code").asText()).isEqualTo("usage.limit-reached");
        assertThat(answers.get(0).path("remaining").asText()).isEqualTo("400");
        assertThat(answers.subList(2, answers.size()))
                .allSatisfy(answer ->
                        assertThat(answer.has("code")).as("%s", answer).isFalse());
    }

    private static String shown(String section) throws IOException {
        var found = Pattern.compile(SHOWN.formatted(section), Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private List<JsonNode> run(String commands) throws Exception {
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands);
        builder.environment().put("api", installation.address().toString());
        builder.environment().put("operator", installation.operator());
        var bash = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var output = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(output).isZero();
        return new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(output)
                .readAll();
    }
}
