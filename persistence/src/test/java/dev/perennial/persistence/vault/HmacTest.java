package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacTest {

    private static final SecretKeySpec KEY = new SecretKeySpec("key".getBytes(UTF_8), Hmac.ALGORITHM);

    private final Hmac hmac = new Hmac(KEY);

    @Test
    void isHmacSha256OverEachFieldsLengthAndBytes() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(KEY);
        assertThat(hmac.of("ab", "c")).isEqualTo(mac.doFinal("\0\0\0\2ab\0\0\0\1c".getBytes(UTF_8)));
    }

    @Test
    void fieldsCannotRunIntoEachOther() {
        assertThat(hmac.of("ab", "c")).isNotEqualTo(hmac.of("a", "bc"));
        assertThat(hmac.of("ab", "")).isNotEqualTo(hmac.of("ab"));
    }

    @Test
    void aDigestLeavesNoTraceInTheNext() {
        var first = hmac.of("a");
        hmac.of("b");
        assertThat(hmac.of("a")).isEqualTo(first).hasSize(Hmac.BYTES);
    }
}
