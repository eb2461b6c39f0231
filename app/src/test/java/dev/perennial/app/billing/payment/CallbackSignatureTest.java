package dev.perennial.app.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CallbackSignatureTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final byte[] BODY = "{\"status\":\"succeeded\"}".getBytes(UTF_8);

    private final CallbackSignature signature = new CallbackSignature("secret");

    @Test
    void whatWasSignedWithTheSecretIsGenuine() {
        assertThat(signature.verifies(signature.sign(BODY, NOW), BODY, NOW)).isTrue();
        assertThat(new CallbackSignature("secret").verifies(signature.sign(BODY, NOW), BODY, NOW))
                .isTrue();
    }

    @Test
    void anythingElseIsNot() {
        var signed = signature.sign(BODY, NOW);
        assertThat(new CallbackSignature("other").verifies(signed, BODY, NOW)).isFalse();
        assertThat(signature.verifies(signed, "{\"status\":\"succeedeD\"}".getBytes(UTF_8), NOW))
                .isFalse();
        assertThat(signature.verifies(signed.replaceFirst("t=\\d", "t=2"), BODY, NOW))
                .isFalse();
        for (var malformed : new String[] {"", "t=1", "v1=00", signed + ",v1=00", signed.toUpperCase(Locale.ROOT)}) {
            assertThat(signature.verifies(malformed, BODY, NOW)).as(malformed).isFalse();
        }
    }

    @Test
    void whatWasRecordedIsWorthNothingLater() {
        var signed = signature.sign(BODY, NOW);
        var longest = CallbackSignature.TOLERANCE;
        assertThat(signature.verifies(signed, BODY, NOW.plus(longest))).isTrue();
        assertThat(signature.verifies(signed, BODY, NOW.plus(longest).plus(Duration.ofSeconds(1))))
                .isFalse();
        assertThat(signature.verifies(signed, BODY, NOW.minus(longest).minus(Duration.ofSeconds(1))))
                .isFalse();
    }
}
