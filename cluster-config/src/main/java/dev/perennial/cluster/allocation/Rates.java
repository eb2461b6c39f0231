package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Messages per second to each shard, smoothed: a burst shorter than the half-life hardly shows. */
final class Rates {

    private final double halfLifeSeconds;
    private final Map<String, double[]> smoothed = new HashMap<>();

    Rates(Duration halfLife) {
        this.halfLifeSeconds = seconds(halfLife);
    }

    /** Takes in what was sent in so much time, and answers the rates now: by type, then by shard. */
    Map<String, double[]> after(Duration time, Map<String, long[]> sent) {
        double old = Math.pow(0.5, seconds(time) / halfLifeSeconds);
        var now = new TreeMap<String, double[]>();
        sent.forEach((type, counts) -> {
            var rates = smoothed.computeIfAbsent(type, _ -> new double[counts.length]);
            for (int shard = 0; shard < counts.length; shard++) {
                rates[shard] = old * rates[shard] + (1 - old) * counts[shard] / seconds(time);
            }
            now.put(type, rates.clone());
        });
        return now;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
