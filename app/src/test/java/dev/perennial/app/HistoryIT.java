package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who did what and when, and how it was then. */
@ExtendWith(LiveNode.class)
class HistoryIT {

    private final Installation installation;
    private final TestTenant tenant;

    HistoryIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void itSaysWhoDidWhatAndWhen() {
        var before = Instant.now();
        var accepted = tenant.person("viewer").id();
        var acceptance = items(tenant.path("/users/" + accepted + "/history")).get(1);
        assertThat(acceptance.at("/by/kind").asText()).isEqualTo("user");
        assertThat(acceptance.at("/by/id").asText()).isEqualTo(accepted);
        var owner = tenant.person("owner");
        var key = tenant.key("owner");
        var bob = tenant.invite("viewer").id();
        installation.send(role(bob, "member").as(owner.accessToken())).expect(200);
        installation.send(role(bob, "admin").as(key.text())).expect(200);

        var items = items(tenant.path("/users/" + bob + "/history"));

        assertThat(items)
                .extracting(item -> item.path("event").asText())
                .containsExactly("identity.user-invited", "identity.user-role-changed", "identity.user-role-changed");
        assertThat(items)
                .extracting(item -> item.at("/by/kind").asText())
                .containsExactly("operator", "user", "api-key");
        assertThat(items.get(1).at("/by/id").asText()).isEqualTo(owner.id());
        assertThat(items.get(2).at("/by/id").asText()).isEqualTo(key.id());
        assertThat(items.get(2).at("/data/role").asText()).isEqualTo("admin");
        assertThat(items)
                .extracting(item -> Instant.parse(item.path("at").asText()))
                .isSorted()
                .allSatisfy(at -> assertThat(at).isBetween(before.minusMillis(1), Instant.now()));
    }

    @Test
    void itIsReadPageByPage() {
        for (int i = 1; i <= 6; i++) {
            tenant.operator(Request.of("PATCH", tenant.path("")).json("{\"name\":\"Name %d\"}".formatted(i)))
                    .expect(200);
        }

        var revisions = new ArrayList<Integer>();
        for (var page = page(""); ; page = page("&cursor=" + page.path("next").asText())) {
            page.path("items")
                    .forEach(item -> revisions.add(item.path("revision").asInt()));
            if (!page.has("next")) {
                break;
            }
        }

        assertThat(revisions).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void thePastIsReadByRevisionAndByTime() {
        tenant.operator(Request.of("PATCH", tenant.path("")).json("{\"name\":\"Second\"}"))
                .expect(200);
        tenant.operator(Request.of("PATCH", tenant.path("")).json("{\"name\":\"Third\"}"))
                .expect(200);
        var times = items(tenant.path("/history")).stream()
                .map(item -> item.path("at").asText())
                .toList();

        assertThat(past("revision=1").expect(200).text("/name")).isEqualTo("Tenant");
        assertThat(past("revision=2").expect(200).text("/name")).isEqualTo("Second");
        assertThat(past("revision=2").header("ETag")).hasValue("\"2\"");
        assertThat(past("at=" + times.getLast()).expect(200).text("/name")).isEqualTo("Third");
        assertThat(past("at=" + Instant.parse(times.getFirst())).expect(200).text("/revision"))
                .isNotEqualTo("3");
        past("revision=0").expect(404);
        past("at=2020-01-01T00:00:00Z").expect(404);
    }

    private Answer past(String moment) {
        return tenant.operator(Request.of("GET", tenant.path("")).query(moment));
    }

    private JsonNode page(String cursor) {
        return tenant.operator(Request.of("GET", tenant.path("/history")).query("limit=3" + cursor))
                .expect(200)
                .json();
    }

    private List<JsonNode> items(String path) {
        var items = new ArrayList<JsonNode>();
        tenant.operator(Request.of("GET", path))
                .expect(200)
                .json()
                .path("items")
                .forEach(items::add);
        return items;
    }

    private Request role(String user, String role) {
        return Request.of("PUT", tenant.path("/users/" + user + "/role")).json("{\"role\":\"%s\"}".formatted(role));
    }
}
