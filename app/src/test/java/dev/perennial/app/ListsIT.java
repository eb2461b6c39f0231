package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.domain.identity.IdentityEntities;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.persistence.query.ConsistencyToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists: page by page, filtered, and with one's own writes in them. */
@ExtendWith(LiveNode.class)
class ListsIT {

    private static final int WRITES = 20;

    private final Installation installation;
    private final TestTenant tenant;

    ListsIT(Installation installation) {
        this.installation = installation;
        this.tenant = installation.tenant();
    }

    @Test
    void withItsTokenEachWriteIsSeen() {
        for (int i = 0; i < WRITES; i++) {
            var invited = tenant.operator(
                            Request.of("POST", tenant.path("/users")).json("""
                    {"email":"writer%d@example.org","role":"viewer"}""".formatted(i)))
                    .expect(201);
            assertThat(ids(list("/users", "", token(invited)))).contains(invited.text("/id"));

            var changed = tenant.operator(Request.of("PUT", tenant.path("/users/" + invited.text("/id") + "/role"))
                            .json("{\"role\":\"admin\"}"))
                    .expect(200);
            assertThat(ids(list("/users", "role=admin", token(changed)))).contains(invited.text("/id"));

            var key = tenant.operator(
                            Request.of("POST", tenant.path("/api-keys")).json("""
                    {"name":"k","role":"viewer","scopes":["identity:read"]}"""))
                    .expect(201);
            assertThat(ids(list("/api-keys", "", token(key)))).contains(key.text("/id"));

            var renamed = tenant.operator(
                            Request.of("PATCH", tenant.path("")).json("{\"name\":\"Name %d\"}".formatted(i)))
                    .expect(200);
            assertThat(tenant.operator(Request.of("GET", "/v1/tenants").with("Consistency-Token", token(renamed)))
                            .expect(200)
                            .body())
                    .contains("\"Name " + i + "\"");
        }
    }

    @Test
    void whatDoesNotBecomeVisibleInTimeIsSaid() {
        var never = ConsistencyToken.of(IdentityEntities.USER, new EntityId("u_never"), 1)
                .token();

        var answer = tenant.operator(Request.of("GET", tenant.path("/users")).with("Consistency-Token", never))
                .expect(503, "not-yet-visible");

        assertThat(answer.header("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"1,''", "3,''", "7,''", "8,''", "2,role=viewer"})
    void pagesHoldEachItemOnceNewestFirst(int limit, String filter) {
        var invited = IntStream.range(0, 7)
                .mapToObj(_ -> tenant.invite("viewer").id())
                .toList();
        var last = tenant.operator(Request.of("PATCH", tenant.path("/users/" + invited.getLast() + "/profile"))
                        .json("{\"displayName\":\"Last\"}"))
                .expect(200);

        // The token is of the last one only.
        Awaiting.holds(
                () -> assertThat(ids(list("/users", "limit=100", token(last)))).containsAll(invited));

        var seen = new ArrayList<String>();
        var next = Optional.<String>empty();
        do {
            var page = list(
                    "/users",
                    "limit=" + limit + "&" + filter
                            + next.map(at -> "&cursor=" + at).orElse(""),
                    token(last));
            assertThat(page.path("items").size()).isBetween(1, limit);
            seen.addAll(ids(page));
            next = Optional.ofNullable(page.path("next").textValue());
        } while (next.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(invited);
        assertThat(seen.getFirst()).isIn(invited.subList(4, 7));
    }

    @Test
    void filtersOfUsers() {
        var invited = tenant.invite("member");
        var ada = tenant.person("admin");
        var off = tenant.person("viewer");
        var deactivated = tenant.operator(Request.of("POST", tenant.path("/users/" + off.id() + "/deactivate")))
                .expect(200);
        var token = token(deactivated);

        assertThat(ids(list("/users", "status=invited", token))).containsExactly(invited.id());
        assertThat(ids(list("/users", "status=active", token))).containsExactly(ada.id());
        assertThat(ids(list("/users", "status=deactivated", token))).containsExactly(off.id());
        assertThat(ids(list("/users", "role=admin&status=invited", token))).isEmpty();
        assertThat(ids(list("/users", "email=" + ada.email().toUpperCase(Locale.ROOT), token)))
                .containsExactly(ada.id());
        assertThat(ids(list("/users", "email=%25%25%25", token))).isEmpty();
    }

    @Test
    void aTenantsListsHoldNothingOfOthers() {
        var other = installation.tenant();
        var theirs = other.person("owner");
        var theirKey = other.key("owner");
        Awaiting.holds(() -> assertThat(other.operator(Request.of("GET", other.path("/api-keys")))
                        .expect(200)
                        .body())
                .contains(theirKey.id()));
        var key = tenant.operator(Request.of("POST", tenant.path("/api-keys")).json("""
                {"name":"k","role":"viewer","scopes":["identity:read"]}"""))
                .expect(201);

        assertThat(ids(list("/api-keys", "", token(key)))).containsExactly(key.text("/id"));
        assertThat(ids(list("/users", "", token(key)))).isEmpty();
        assertThat(ids(list("/users", "email=" + theirs.email(), token(key)))).isEmpty();
    }

    private JsonNode list(String path, String query, String token) {
        var request = Request.of("GET", tenant.path(path));
        var filtered = query.isEmpty() ? request : request.query(query);
        return tenant.operator(filtered.with("Consistency-Token", token))
                .expect(200)
                .json();
    }

    private static String token(Answer write) {
        return write.header("Consistency-Token").orElseThrow();
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }
}
