package dev.perennial.persistence.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.domain.kernel.TenantId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardKeyTest {

    private static final ShardKey KEY = new ShardKey(128, 16);

    /** Changing these moves entities away from under a running cluster. */
    @ParameterizedTest
    @CsvSource({"acme|acme, 23", "acme|u_x1, 27", "globex|u_x1, 83"})
    void anEntityStaysInItsShardForEver(String shardingId, int shard) {
        assertThat(KEY.shard(shardingId)).isEqualTo(shard);
    }

    @Test
    void aTenantFillsItsBandEvenlyAndNothingElse() {
        var band = KEY.band(new TenantId("acme"));
        var counts = new int[128];
        IntStream.range(0, 16_000).forEach(i -> counts[KEY.shard("acme|u_" + i)]++);
        for (int shard = 0; shard < counts.length; shard++) {
            boolean inside = shard >= band.first() && shard < band.first() + band.size();
            assertThat(counts[shard]).as("shard %d", shard).isBetween(inside ? 800 : 0, inside ? 1_200 : 0);
        }
    }

    @Test
    void tenantsSpreadOverAllBands() {
        var tenants = new int[8];
        IntStream.range(0, 8_000)
                .forEach(i -> tenants[KEY.band(new TenantId("tenant-" + i)).first() / 16]++);
        assertThat(IntStream.of(tenants).boxed()).allMatch(count -> count > 850 && count < 1_150);
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "8, 8", "10, 16", "20, 16", "33, 16", "100, 1"})
    void everyShardIsOfOneBandWhateverTheNumbers(int shards, int tenantShards) {
        var key = new ShardKey(shards, tenantShards);
        var seen = new boolean[shards];
        IntStream.range(0, 20_000).forEach(i -> seen[key.shard("t" + i % 977 + "|u" + i)] = true);
        assertThat(seen).containsOnly(true);
    }
}
