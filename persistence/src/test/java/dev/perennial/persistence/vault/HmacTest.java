package dev.perennial.persistence.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
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

    @Test
    void threadsDoNotDisturbEachOther() {
        var expected = hmac.of("a", "b");
        assertThat(IntStream.range(0, 10_000)
                        .parallel()
                        .mapToObj(i -> i % 2 == 0 ? hmac.of("a", "b") : hmac.of("c" + i)))
                .filteredOn(digest -> Arrays.equals(digest, expected))
                .hasSize(5_000);
    }
}
