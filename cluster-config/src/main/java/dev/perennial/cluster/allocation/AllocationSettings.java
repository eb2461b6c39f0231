package dev.perennial.cluster.allocation;

import com.typesafe.config.Config;
import dev.perennial.cluster.SettingsReader;
import java.time.Duration;

/**
 * The settings under {@code perennial.cluster.allocation}.
 *
 * @param reportEvery how often each node tells the others what it sends
 * @param halfLife in which an old rate counts half
 */
public record AllocationSettings(Limits limits, Duration reportEvery, Duration halfLife) {

    private static final int MOST_MOVES = 1_000;
    private static final int PERCENT = 100;

    /** @throws dev.perennial.cluster.InvalidSettingException naming the first setting that is missing or wrong */
    public static AllocationSettings from(Config config) {
        var read = SettingsReader.at(config, "perennial.cluster.allocation");
        int tolerance = read.number("tolerance-percent", 2, PERCENT);
        int target = read.number("target-percent", 1, PERCENT);
        if (target >= tolerance) {
            throw read.invalid("target-percent", "must be below tolerance-percent");
        }
        var limits = new Limits(
                read.number("moves-at-once", 1, MOST_MOVES),
                (double) tolerance / PERCENT,
                (double) target / PERCENT,
                read.number("shard-load", 1, Integer.MAX_VALUE));
        return new AllocationSettings(
                limits,
                read.duration("report-every", Duration.ofMillis(100), Duration.ofMinutes(1)),
                read.duration("half-life", Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }
}
