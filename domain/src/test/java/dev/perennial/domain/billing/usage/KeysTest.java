package dev.perennial.domain.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final int KEPT = 1000;

    @Test
    void theLatestAreKnownHoweverTheyCame() {
        for (var batch : new int[] {1, 7, 100, KEPT}) {
            var keys = Keys.NONE;
            for (long first = 0; first < 5 * KEPT; first += batch) {
                keys = keys.plus(
                        LongStream.range(first, first + batch)
                                .map(KeysTest::mixed)
                                .toArray(),
                        KEPT);
                for (var key = Math.max(0, first + batch - KEPT); key < first + batch; key++) {
                    assertThat(keys.contains(mixed(key)))
                            .as("%d of batches of %d", key, batch)
                            .isTrue();
                }
                assertThat(keys.size()).isLessThanOrEqualTo(2 * KEPT);
                assertThat(keys.runs().size()).isLessThan(24);
            }
            assertThat(keys.contains(mixed(6 * KEPT))).isFalse();
        }
    }

    /** So that neighbours do not arrive in order. */
    private static long mixed(long n) {
        return n * 0x9E3779B97F4A7C15L;
    }
}
