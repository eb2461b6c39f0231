package dev.perennial.app.telemetry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** Instruments by a tag of which there are few; looked up in a map of ours, as Kamon's own way makes two objects each time. */
final class Tagged<K, I> {

    private final ConcurrentMap<K, I> instruments = new ConcurrentHashMap<>();
    private final Function<K, I> instrument;

    Tagged(Function<K, I> instrument) {
        this.instrument = instrument;
    }

    int size() {
        return instruments.size();
    }

    I get(K tag) {
        var known = instruments.get(tag);
        return known != null ? known : instruments.computeIfAbsent(tag, instrument);
    }
}
