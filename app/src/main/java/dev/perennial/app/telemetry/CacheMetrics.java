package dev.perennial.app.telemetry;

import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Timer;
import kamon.tag.TagSet;

/** How often a cache had what was asked for. */
public final class CacheMetrics implements StatsCounter {

    private final Counter hits;
    private final Counter misses;
    private final Counter failures;
    private final Timer loads;
    private final Counter evictions;

    public CacheMetrics(String cache) {
        hits = requests(cache, "hit");
        misses = requests(cache, "miss");
        loads = Kamon.timer("perennial.cache.loads", "of what was missing").withTag("cache", cache);
        failures = Kamon.counter("perennial.cache.load-failures", "of what was missing")
                .withTag("cache", cache);
        evictions = Kamon.counter("perennial.cache.evictions", "entries that had to go")
                .withTag("cache", cache);
    }

    private static Counter requests(String cache, String result) {
        return Kamon.counter("perennial.cache.requests", "of a cache")
                .withTags(TagSet.of("cache", cache).withTag("result", result));
    }

    @Override
    public void recordHits(int count) {
        hits.increment(count);
    }

    @Override
    public void recordMisses(int count) {
        misses.increment(count);
    }

    @Override
    public void recordLoadSuccess(long nanos) {
        loads.record(nanos);
    }

    @Override
    public void recordLoadFailure(long nanos) {
        failures.increment();
    }

    @Override
    public void recordEviction(int weight, RemovalCause cause) {
        evictions.increment();
    }

    /** Kept in the exported metrics only. */
    @Override
    public CacheStats snapshot() {
        return CacheStats.empty();
    }
}
