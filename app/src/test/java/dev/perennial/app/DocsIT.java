package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a browser gets: the page of the contract with all that it needs, and headers that leave little to an attacker. */
@ExtendWith(LiveNode.class)
class DocsIT {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private final Installation installation;

    DocsIT(Installation installation) {
        this.installation = installation;
    }

    @Test
    void thePageAndItsFilesComeFromHere() {
        var page = installation.send(Request.of("GET", "/docs")).expect(200);
        var links =
                LINK.matcher(page.body()).results().map(link -> link.group(1)).toList();

        assertThat(links).hasSizeGreaterThan(2).allMatch(link -> link.matches("/[^/].*"));
        for (var link : links) {
            var file = installation.send(Request.of("GET", link)).expect(200);
            assertThat(file.header("Content-Type").orElse("")).matches("text/(css|javascript).*");
            assertThat(file.body()).hasSizeGreaterThan(100);
        }
    }

    @Test
    void thePageMayDoLittle() {
        var policy = installation
                .send(Request.of("GET", "/docs"))
                .header("Content-Security-Policy")
                .orElse("");

        assertThat(List.of(policy.split("; ?", -1)))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(policy).doesNotContain("unsafe", "http:", "https:", "*");
    }

    @Test
    void thePageShowsTheContractThatIsServed() throws Exception {
        var script = installation
                .send(Request.of("GET", "/docs/docs.js"))
                .expect(200)
                .body();
        var served = installation.send(Request.of("GET", "/openapi.yaml")).expect(200);

        assertThat(script).contains("\"/openapi.yaml\"");
        JsonNode document = new YAMLMapper().readTree(served.body());
        assertThat(document.path("paths").properties().stream()
                        .mapToInt(path -> path.getValue().size())
                        .sum())
                .isEqualTo(Documented.all().size());
    }

    @Test
    void everyAnswerIsGuarded() {
        for (var request : List.of(
                Request.of("GET", "/v1/me"),
                Request.of("GET", "/v1/me").as(installation.operator()),
                Request.of("GET", "/nowhere"),
                Request.of("GET", "/docs"),
                Request.of("GET", "/.well-known/jwks.json"))) {
            var answer = installation.send(request);

            assertThat(answer.header("X-Content-Type-Options"))
                    .as("%s", request)
                    .hasValue("nosniff");
            assertThat(answer.header("Referrer-Policy")).as("%s", request).hasValue("no-referrer");
            assertThat(answer.header("Content-Security-Policy").orElse(""))
                    .as("%s", request)
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Cache-Control")).as("%s", request).isPresent();
            assertThat(answer.header("Server").orElse("")).as("%s", request).isEmpty();
        }
    }

    @Test
    void credentialsAreNotKept() {
        assertThat(installation
                        .send(Request.of("GET", "/v1/me").as(installation.operator()))
                        .header("Cache-Control"))
                .hasValue("no-store");
    }

    @Test
    void whoeverIsRefusedLearnsHowToComeIn() {
        assertThat(installation.send(Request.of("GET", "/v1/me")).expect(401).header("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
    }
}
