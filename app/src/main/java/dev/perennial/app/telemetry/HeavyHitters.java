package dev.perennial.app.telemetry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Keeps those few of very many keys that weigh most, in bounded memory: the Space-Saving algorithm of Metwally, Agrawal and
 * El Abbadi (Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005). With {@code n} places, every key
 * that makes up more than one n-th of the whole weight is among those kept.
 */
final class HeavyHitters<V> {

    private final int places;
    private final Supplier<V> fresh;
    private final Map<String, Place<V>> kept;

    /**
     * One key.
     *
     * @param overestimate how much of the weight may be that of keys which had to go
     */
    record Hitter<V>(String key, double weight, double overestimate, V value) {}

    private static final class Place<V> {
        private final String key;
        private final double overestimate;
        private final V value;
        private double weight;

        Place(String key, double overestimate, V value) {
            this.key = key;
            this.overestimate = overestimate;
            this.value = value;
            this.weight = overestimate;
        }

        Hitter<V> hitter() {
            return new Hitter<>(key, weight, overestimate, value);
        }
    }

    /** @param fresh what is known of a key that has just come in */
    HeavyHitters(int places, Supplier<V> fresh) {
        this.places = places;
        this.fresh = fresh;
        this.kept = HashMap.newHashMap(places);
    }

    /** The key weighs so much more; {@code note} writes down what else there is to know. */
    <A> void add(String key, double weight, A fact, BiConsumer<V, A> note) {
        var place = kept.get(key);
        if (place == null) {
            place = new Place<>(key, kept.size() < places ? 0 : leave(), fresh.get());
            kept.put(key, place);
        }
        place.weight += weight;
        note.accept(place.value, fact);
    }

    /** In no order. */
    Collection<Hitter<V>> all() {
        return List.copyOf(kept.values().stream().map(Place::hitter).toList());
    }

    /** The lightest makes room; its weight is inherited, as it may have been the newcomer's. */
    private double leave() {
        Place<V> lightest = null;
        for (var place : kept.values()) {
            if (lightest == null || place.weight < lightest.weight) {
                lightest = place;
            }
        }
        if (lightest == null) {
            throw new IllegalStateException("there is no place at all");
        }
        kept.remove(lightest.key);
        return lightest.weight;
    }
}
