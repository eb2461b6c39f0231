package violations.domain.identity.user;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks clocks and rolls dice. */
public final class Clocked {

    Instant asksNow() {
        return Instant.now();
    }

    Supplier<Instant> asksNowByReference() {
        return Instant::now;
    }

    Instant asksAClock(Clock clock) {
        return clock.instant();
    }

    long asksTheSystem() {
        return System.currentTimeMillis();
    }

    UUID rollsAnId() {
        return UUID.randomUUID();
    }

    int rollsDice() {
        return new Random().nextInt();
    }

    double rollsMath() {
        return Math.random();
    }
}
