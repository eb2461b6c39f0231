package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wallets over HTTP: balances, statements, and what time does of itself. */
@ExtendWith(LiveNode.class)
class WalletsIT {

    private final TestTenant tenant;

    WalletsIT(Installation installation) {
        tenant = installation.tenant();
    }

    @BeforeEach
    void grants() {
        command("PUT", "", "{\"name\":\"Main\"}").expect(200);
        command("POST", "/grants", "{\"amount\":100,\"reason\":\"gift\"}").expect(201);
    }

    @Test
    void neverGivesMoreThanThereIs() {
        command("POST", "/consume", "{\"amount\":70}").expect(200);

        var refused = command("POST", "/consume", "{\"amount\":31}").expect(402, "wallet.insufficient");

        assertThat(refused.text("/available")).isEqualTo("30");
        assertThat(refused.text("/needed")).isEqualTo("31");
        command("POST", "/consume", "{\"amount\":30}").expect(200);
        balance(0, 0);
    }

    @Test
    void moneyThatCannotBeIsRefused() {
        for (var amount : List.of("0", "-5", "1.5", "1e308", "9223372036854775808", "1000000000000001", "\"7\"")) {
            for (var path : List.of("/grants", "/consume")) {
                assertThat(command("POST", path, "{\"amount\":%s}".formatted(amount))
                                .status())
                        .as(path + " " + amount)
                        .isIn(400, 422);
            }
        }
        for (var price : List.of("0,\"currency\":\"EUR\"", "-1,\"currency\":\"EUR\"", "1e308,\"currency\":\"EUR\"")) {
            assertThat(topUp(price).status()).as(price).isEqualTo(422);
        }
        topUp("5,\"currency\":\"QQQ\"").expect(422, "invalid-body");
        command("POST", "/consume", "{\"amount\":1}", "").expect(400);
        balance(100, 0);
    }

    @Test
    void holdsAreCapturedInPartOrReleased() {
        var first = command("POST", "/holds", "{\"amount\":40,\"expiresInSeconds\":600}")
                .expect(201)
                .text("/hold");
        var second = command("POST", "/holds", "{\"amount\":20,\"expiresInSeconds\":600}")
                .expect(201)
                .text("/hold");
        balance(40, 60);
        command("POST", "/holds/" + first + "/capture", "{\"amount\":15}").expect(200);
        command("POST", "/holds/" + second + "/release", "").expect(200);

        command("POST", "/holds/" + second + "/release", "").expect(404, "hold.not-found");
        balance(85, 0);
        var wallet = read("");
        assertThat(wallet.at("/granted").asLong()).isEqualTo(100);
        assertThat(wallet.at("/consumed").asLong()).isEqualTo(15);
    }

    @Test
    void whatIsDueHappensOfItself() {
        var soon = Instant.now().plusSeconds(2);
        command("POST", "/grants", "{\"amount\":9,\"expiresAt\":\"%s\"}".formatted(soon))
                .expect(201);
        command("POST", "/holds", "{\"amount\":10,\"expiresInSeconds\":1}").expect(201);

        await().untilAsserted(() -> assertThat(kinds(statement("")))
                .containsExactly("granted", "granted", "held", "hold-expired", "lapsed"));

        balance(100, 0);
        assertThat(read("").at("/lapsed").asLong()).isEqualTo(9);
    }

    @Test
    void theStatementAddsUp() {
        var begin = Instant.now();
        for (var i = 1; i <= 20; i++) {
            command("POST", "/consume", "{\"amount\":%d,\"reason\":\"call %d\"}".formatted(1 + i % 3, i))
                    .expect(200);
        }
        var paged = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = read("/statement?limit=7" + cursor);
            items(page).forEach(paged::add);
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
        } while (!cursor.isEmpty());

        assertThat(paged).isEqualTo(items(statement(""))).hasSize(21);
        var sum = 0L;
        for (var entry : paged) {
            sum += entry.at("/change/available").asLong();
            assertThat(entry.at("/balance/available").asLong()).isEqualTo(sum);
        }
        assertThat(read("").at("/available").asLong()).isEqualTo(sum);
        assertThat(items(statement("?from=" + begin))).hasSize(20);
        assertThat(items(statement("?to=" + begin))).hasSize(1);
        var tenth = paged.get(10);
        var at = tenth.at("/at").asText();
        assertThat(items(statement("?from=" + at))).contains(tenth).doesNotContain(paged.get(1));
        assertThat(items(statement("?to=" + at))).doesNotContain(tenth).contains(paged.get(1));
        assertThat(read("?revision=" + tenth.at("/revision").asLong()).at("/available"))
                .isEqualTo(tenth.at("/balance/available"));
    }

    @Test
    void isListedWithItsBalance() {
        var token = command("POST", "/consume", "{\"amount\":1}")
                .expect(200)
                .header("Consistency-Token")
                .orElseThrow();

        var wallets = tenant.operator(Request.of("GET", tenant.path("/wallets")).with("Consistency-Token", token));

        assertThat(wallets.expect(200).json().at("/items/0/available").asLong()).isEqualTo(99);
    }

    @Test
    void aTopUpIsRequestedWhenCreditsAreShort() {
        topUp("499,\"currency\":\"EUR\"").expect(200);
        command("POST", "/consume", "{\"amount\":60}").expect(200);

        assertThat(read("").at("/topUp/state").asText()).isEqualTo("pending");
        command("DELETE", "/top-up", "").expect(200);
        assertThat(read("").at("/topUp").isNull()).isTrue();
    }

    private Answer topUp(String price) {
        return command("PUT", "/top-up", """
                {"threshold":50,"amount":100,"price":{"minor":%s},"mostPerDay":1}""".formatted(price));
    }

    private void balance(long available, long held) {
        var wallet = read("");
        assertThat(List.of(wallet.at("/available").asLong(), wallet.at("/held").asLong()))
                .containsExactly(available, held);
    }

    private JsonNode statement(String query) {
        return read("/statement" + query);
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private static List<String> kinds(JsonNode page) {
        return items(page).stream().map(entry -> entry.path("kind").asText()).toList();
    }

    private JsonNode read(String rest) {
        return tenant.operator(Request.of("GET", tenant.path("/wallets/main" + rest)))
                .expect(200)
                .json();
    }

    private Answer command(String method, String rest, String body) {
        return command(method, rest, body, UUID.randomUUID().toString());
    }

    private Answer command(String method, String rest, String body, String key) {
        var request = Request.of(method, tenant.path("/wallets/main" + rest));
        var keyed = key.isEmpty() ? request : request.with("Idempotency-Key", key);
        return tenant.operator(body.isEmpty() ? keyed : keyed.json(body));
    }
}
