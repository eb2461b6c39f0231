package dev.perennial.app.telemetry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
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

    /** By the weight each had when it was put there: at most what it has now, as weights only grow. */
    private final PriorityQueue<Place<V>> lightest =
            new PriorityQueue<>(Comparator.comparingDouble((Place<V> place) -> place.queuedWeight));

    private static final class Place<V> {
        private final String key;
        private final V value;
        private double weight;
        private double queuedWeight;

        Place(String key, double weight, V value) {
            this.key = key;
            this.weight = weight;
            this.queuedWeight = weight;
            this.value = value;
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
            lightest.add(place);
        }
        place.weight += weight;
        note.accept(place.value, fact);
    }

    /** In no order. */
    void forEach(BiConsumer<String, V> action) {
        kept.values().forEach(place -> action.accept(place.key, place.value));
    }

    /** The lightest makes room; its weight is inherited, as it may have been the newcomer's. */
    private double leave() {
        var first = lightest.remove();
        while (first.queuedWeight < first.weight) {
            first.queuedWeight = first.weight;
            lightest.add(first);
            first = lightest.remove();
        }
        kept.remove(first.key);
        return first.weight;
    }
}
