package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What all nodes together send to each shard, by their latest reports. A node that falls silent counts no longer. */
public final class LoadBook {

    private final Map<NodeId, Entry> latest = new ConcurrentHashMap<>();
    private final Duration validity;
    private final LongSupplier nanoClock;

    private record Entry(TrafficReport report, long at) {}

    LoadBook(Duration validity, LongSupplier nanoClock) {
        this.validity = validity;
        this.nanoClock = nanoClock;
    }

    void hear(TrafficReport report) {
        long now = nanoClock.getAsLong();
        latest.put(report.node(), new Entry(report, now));
        latest.values().removeIf(entry -> now - entry.at() > validity.toNanos());
    }

    /** Messages per second. */
    public double load(String type, String shard) {
        long now = nanoClock.getAsLong();
        return latest.values().stream()
                .filter(entry -> now - entry.at() <= validity.toNanos())
                .mapToDouble(entry ->
                        entry.report().rates().getOrDefault(type, Map.of()).getOrDefault(shard, 0.0))
                .sum();
    }
}
