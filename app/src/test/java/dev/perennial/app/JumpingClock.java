package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still but for its jumps. */
final class JumpingClock extends Clock {

    private final AtomicReference<Instant> now;

    JumpingClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    void jump(Instant to) {
        assertThat(to).isAfter(now.getAndSet(to));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
