package dev.perennial.cluster.allocation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Counts the messages that this node sends to each shard, wherever the shard lives. Counting where messages are sent,
 * not where they arrive, knows a shard's load without a gap while it moves.
 */
final class Traffic {

    private final int shards;
    private final Map<String, LongAdder[]> sent = new ConcurrentHashMap<>();

    /** @param shards of every type */
    Traffic(int shards) {
        this.shards = shards;
    }

    /** Is to be told the shard of every message to one type: cheap, from any thread. To be asked for once. */
    IntConsumer meter(String type) {
        var counters = sent.computeIfAbsent(
                type, _ -> Stream.generate(LongAdder::new).limit(shards).toArray(LongAdder[]::new));
        return shard -> counters[shard].increment();
    }

    /** What was sent since the last call, by type; each array is by shard. */
    Map<String, long[]> take() {
        var taken = new TreeMap<String, long[]>();
        sent.forEach((type, counters) -> {
            var counts = new long[shards];
            for (int shard = 0; shard < shards; shard++) {
                counts[shard] = counters[shard].sumThenReset();
            }
            taken.put(type, counts);
        });
        return taken;
    }
}
