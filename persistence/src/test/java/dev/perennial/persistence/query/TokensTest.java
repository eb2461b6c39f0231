package dev.perennial.persistence.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void aConsistencyTokenSurvivesTheWayThroughAClient() {
        var token = new ConsistencyToken("identity.api-key", new EntityId("u_x-1"), 1234567);
        assertThat(ConsistencyToken.parse(token.token())).contains(token);
        assertThat(token.token()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aCursorSurvivesTheWayThroughAClient() {
        var cursor = new Cursor(Instant.parse("2026-11-21T12:00:00.123Z"), new EntityId("u_x-1"));
        assertThat(Cursor.parse(cursor.token())).contains(cursor);
        assertThat(cursor.token()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void whatWeDidNotMakeIsNoTokenAndNoError() {
        for (var text : List.of(
                "",
                "|",
                "a|b",
                "a||1",
                "a|b|",
                "a|b|-1",
                "a|b|99999999999999999999",
                "a|../b|1",
                "1.",
                ".x",
                "1.../x",
                "99999999999999999999.x",
                "x.1",
                "\0")) {
            var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            for (var bad : List.of(text, encoded)) {
                assertThat(ConsistencyToken.parse(bad)).as(text).isEmpty();
                assertThat(Cursor.parse(bad)).as(text).isEmpty();
            }
        }
    }
}
