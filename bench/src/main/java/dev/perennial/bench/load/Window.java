package dev.perennial.bench.load;

import java.time.Duration;

/** Answers that arrive during the warm-up are not part of any figure but the total. */
public record Window(Duration warmUp, Duration measure) {

    public static Window seconds(double warmUp, double measure) {
        return new Window(Duration.ofMillis(Math.round(warmUp * 1000)), Duration.ofMillis(Math.round(measure * 1000)));
    }
}
