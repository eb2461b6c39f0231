package dev.perennial.app.query;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perennial.app.telemetry.CacheMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What entities answered, each remembered on this node for a while; those who ask at the same time share an answer. That
 * one did not answer is not remembered: whoever asks next, asks it.
 */
public final class Remembered<K, V> {

    private final CacheMetrics metrics;
    private final AsyncLoadingCache<K, Loaded<V>> cache;

    /**
     * What came of asking. A value in any case: a load that fails the cache reports as a fault of the program, with its stack
     * trace, but entities that move or are busy are to be expected.
     */
    private sealed interface Loaded<V> {

        record Answer<V>(V value) implements Loaded<V> {}

        record Failure<V>(CompletionException cause) implements Loaded<V> {}

        static <V> Loaded<V> of(V value, @Nullable Throwable failure) {
            return switch (failure) {
                case null -> new Answer<>(value);
                case CompletionException wrapped -> new Failure<>(wrapped);
                default -> new Failure<>(new CompletionException(failure));
            };
        }
    }

    /**
     * @param name among the caches of the metrics
     * @param most how many answers are remembered
     * @param time for how long
     */
    public Remembered(String name, int most, Duration time, Function<K, CompletionStage<V>> ask) {
        metrics = new CacheMetrics(name);
        cache = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(time)
                .recordStats(() -> metrics)
                .buildAsync(
                        (key, _) -> ask.apply(key).<Loaded<V>>handle(Loaded::of).toCompletableFuture());
    }

    /** Fails as asking did. */
    public CompletableFuture<V> get(K key) {
        return cache.get(key).thenApply(loaded -> switch (loaded) {
            case Loaded.Answer<V>(var value) -> value;
            case Loaded.Failure<V> failure -> {
                if (cache.synchronous().asMap().remove(key, failure)) {
                    metrics.recordLoadFailure(0);
                }
                throw failure.cause();
            }
        });
    }
}
