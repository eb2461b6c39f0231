package dev.perennial.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionCostSliceTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    @Test
    void theOldestCostsMostForManyYears() {
        assertThat(DeletionCost.of(NOON)).isGreaterThan(DeletionCost.of(NOON.plusSeconds(1)));
        assertThat(DeletionCost.of(Instant.parse("2100-01-01T00:00:00Z")))
                .isGreaterThan(DeletionCost.of(Instant.parse("2100-01-01T00:00:01Z")));
    }

    @Test
    void isWrittenToTheNodesPodAndNothingElseIs(@TempDir Path account) throws Exception {
        try (var api = new PodsApi(account)) {
            api.add(PodsApi.pod("perennial-a", 1));
            api.add(PodsApi.pod("perennial-b", 2));

            DeletionCost.mark(api.api(), "perennial-a", NOON);

            await().atMost(Duration.ofSeconds(10)).until(() -> api.hasDeletionCost("perennial-a"));
            var marked = api.get("perennial-a");
            assertThat(marked.getMetadata().getAnnotations())
                    .containsExactly(Map.entry(ANNOTATION, String.valueOf(DeletionCost.of(NOON))));
            assertThat(marked.getSpec())
                    .isEqualTo(PodsApi.pod("perennial-a", 1).build().getSpec());
            assertThat(api.get("perennial-b").getMetadata().getAnnotations()).isEmpty();
        }
    }
}
