package dev.perennial.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.app.telemetry.TenantLoad.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TenantLoadTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final TenantLoad load = new TenantLoad(now::get);

    @Test
    void whoMattersIsFoundAmongHundredThousandOthers() {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            load.answered("small-" + random.nextInt(100_000), 1_000, false);
            if (i % 50 == 0) {
                load.answered("busy", 1_000, false);
            }
            if (i % 1_000 == 0) {
                load.answered("slow", 1_000_000, false);
            }
            if (i % 500 == 0) {
                load.answered("unlucky", 1_000, true);
            }
        }

        var shares = load.report().shares();
        assertThat(shares).hasSizeLessThanOrEqualTo(3 * TenantLoad.PLACES);
        assertThat(TenantLoad.top(shares, 1, Share::requests))
                .extracting(Share::tenant)
                .containsExactly("busy");
        assertThat(TenantLoad.top(shares, 1, Share::mean))
                .extracting(Share::tenant)
                .containsExactly("slow");
        assertThat(TenantLoad.top(shares, 5, Share::errors))
                .extracting(Share::tenant)
                .containsExactly("unlucky");
    }

    @Test
    void whatIsCountedIsExactWhileThereIsRoom() {
        load.answered("acme", 3_000, false);
        load.answered("acme", 5_000, true);

        assertThat(load.report().shares()).containsExactly(new Share("acme", 2, 1, 8_000, 5_000));
        assertThat(load.report().since()).isEqualTo(START);
    }

    @Test
    void whatWasLongAgoNoLongerCounts() {
        load.answered("then", 1, false);
        pass(TenantLoad.WINDOW);
        load.answered("now", 1, false);
        assertThat(load.report().shares()).extracting(Share::tenant).containsExactlyInAnyOrder("then", "now");
        assertThat(load.report().since()).isEqualTo(START);

        pass(TenantLoad.WINDOW);
        assertThat(load.report().shares()).extracting(Share::tenant).containsExactly("now");

        pass(TenantLoad.WINDOW.multipliedBy(3));
        assertThat(load.report().shares()).isEmpty();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
