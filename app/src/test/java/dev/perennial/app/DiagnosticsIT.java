package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The bundle for whoever helps from afar is whole, small, and gives nobody's secrets away. */
@ExtendWith(LiveNode.class)
class DiagnosticsIT {

    private static final int MOST_BYTES = 2_000_000;

    private final Installation api;
    private final Installation management;

    DiagnosticsIT(Installation installation) {
        this.api = installation;
        this.management = installation.management();
    }

    @Test
    void itHasWhatIsPromisedAndNoSecretOfTheRunningNode() throws Exception {
        var person = api.tenant().person("owner");
        LoggerFactory.getLogger(DiagnosticsIT.class).warn("a line for the bundle");
        var files = bundle("");

        var node = files.keySet().stream()
                .filter(name -> name.startsWith("nodes/"))
                .map(name -> name.split("/", -1)[1])
                .findFirst()
                .orElseThrow();
        for (var name : new String[] {"version", "settings", "pools", "flags", "heap", "threads"}) {
            assertThat(files.get("nodes/" + node + "/" + name + ".txt"))
                    .as(name)
                    .isNotBlank();
        }
        assertThat(files.get("nodes/" + node + "/log.txt")).contains("a line for the bundle");
        for (var name : new String[] {"members", "shards", "directives", "projections", "journal", "dead-letters"}) {
            assertThat(files.get("cluster/" + name + ".json")).as(name).startsWith("{");
        }
        assertThat(files.get("missing.txt")).isEmpty();
        assertThat(files.get("nodes/" + node + "/settings.txt"))
                .contains("perennial.http.body-timeout = ")
                .contains("perennial.security.master-key = (not shown)")
                .contains("perennial.database.url = (not shown)");
        assertThat(files.get("nodes/" + node + "/threads.txt")).contains("perennial-pekko.actor.default-dispatcher");

        for (var secret : List.of(
                api.operator(),
                management.operator(),
                ofFile("postgres.password"),
                ofFile("master.key"),
                person.accessToken(),
                person.refreshToken(),
                TestTenant.PASSWORD)) {
            assertThat(secret).hasSizeGreaterThan(7);
            files.forEach((name, text) -> assertThat(text).as(name).doesNotContain(secret));
        }
    }

    private String ofFile(String name) throws IOException {
        return Files.readString(api.data().resolve(name)).strip();
    }

    @Test
    void oneNodeMayBeAskedForAndStrangersAreNot() throws Exception {
        var members = management
                .send(Request.of("GET", "/management/members").as(management.operator()))
                .json();
        var node = members.at("/items/0/node").asText();
        assertThat(bundle("?node=" + node)).containsKey("nodes/" + node.replace(':', '_') + "/log.txt");
        management
                .send(Request.of("GET", "/management/diagnostics?node=10.9.9.9:7355")
                        .as(management.operator()))
                .expect(409, "conflict");
    }

    private Map<String, String> bundle(String query) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(management.address() + "/management/diagnostics" + query))
                    .header("Authorization", "Bearer " + management.operator())
                    .build();
            var answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSizeLessThan(MOST_BYTES);
            return unzipped(answer.body());
        }
    }

    private static Map<String, String> unzipped(byte[] bytes) throws IOException {
        var files = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
