package dev.perennial.app.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Which tenants this node works for most, for whom it takes longest, and whom its errors hit, of late. However many tenants
 * there are, it keeps {@link #PLACES} for each of these questions; a tenant that matters is among them.
 */
public final class TenantLoad {

    static final int PLACES = 1024;

    /** Of late: since the beginning of the window before the present one. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    /**
     * What is known of one tenant.
     *
     * @param requests answered
     * @param errors of them, answered with a status of 500 or more
     * @param nanos spent on all of them
     * @param slowest one of them, in nanoseconds
     */
    public record Share(String tenant, long requests, long errors, long nanos, long slowest) {

        /** Nanoseconds a request took on average. */
        public double mean() {
            return requests == 0 ? 0 : (double) nanos / requests;
        }

        /** The same tenant on another node, or in another window. */
        public Share plus(Share other) {
            return new Share(
                    tenant,
                    requests + other.requests,
                    errors + other.errors,
                    nanos + other.nanos,
                    Math.max(slowest, other.slowest));
        }
    }

    /** @param since when the counts begin */
    public record Report(Instant since, List<Share> shares) {
        public Report {
            shares = List.copyOf(shares);
        }
    }

    private record Request(long nanos, boolean failed) {}

    private static final class Sum {
        private long requests;
        private long errors;
        private long nanos;
        private long slowest;

        void add(Request request) {
            requests++;
            errors += request.failed() ? 1 : 0;
            nanos += request.nanos();
            slowest = Math.max(slowest, request.nanos());
        }
    }

    /** One sketch for each question: who is light by one measure may be heavy by another. */
    private static final class Window {
        private final Instant since;
        private final HeavyHitters<Sum> byRequests = new HeavyHitters<>(PLACES, Sum::new);
        private final HeavyHitters<Sum> byTime = new HeavyHitters<>(PLACES, Sum::new);
        private final HeavyHitters<Sum> byErrors = new HeavyHitters<>(PLACES, Sum::new);

        Window(Instant since) {
            this.since = since;
        }

        void add(String tenant, Request request) {
            byRequests.add(tenant, 1, request, Sum::add);
            byTime.add(tenant, request.nanos(), request, Sum::add);
            if (request.failed()) {
                byErrors.add(tenant, 1, request, Sum::add);
            }
        }

        /** Each tenant once: what the sketch knows that has seen most of it. */
        Collection<Share> shares() {
            Map<String, Share> shares = new HashMap<>();
            List.of(byRequests, byTime, byErrors)
                    .forEach(sketch -> sketch.forEach(
                            (tenant, sum) -> shares.merge(tenant, share(tenant, sum), TenantLoad::fuller)));
            return shares.values();
        }

        private static Share share(String tenant, Sum sum) {
            return new Share(tenant, sum.requests, sum.errors, sum.nanos, sum.slowest);
        }
    }

    private final InstantSource clock;
    private Window current;
    private Window previous;

    public TenantLoad(InstantSource clock) {
        this.clock = clock;
        this.current = new Window(clock.instant());
        this.previous = current;
    }

    /** A request that concerned the tenant was answered after so many nanoseconds. From any thread. */
    synchronized void answered(String tenant, long nanos, boolean failed) {
        turn();
        current.add(tenant, new Request(nanos, failed));
    }

    /** What is known of every tenant that is kept. */
    public synchronized Report report() {
        turn();
        Map<String, Share> shares = new HashMap<>();
        var windows = previous == current ? List.of(current) : List.of(previous, current);
        windows.forEach(window -> window.shares().forEach(share -> shares.merge(share.tenant(), share, Share::plus)));
        return new Report(previous.since, List.copyOf(shares.values()));
    }

    /** The heaviest first. */
    public static List<Share> top(Collection<Share> shares, int most, ToDoubleFunction<Share> weight) {
        return shares.stream()
                .filter(share -> weight.applyAsDouble(share) > 0)
                .sorted((one, other) -> Double.compare(weight.applyAsDouble(other), weight.applyAsDouble(one)))
                .limit(most)
                .toList();
    }

    private static Share fuller(Share one, Share other) {
        return one.requests() >= other.requests() ? one : other;
    }

    private void turn() {
        var now = clock.instant();
        var age = Duration.between(current.since, now);
        if (age.compareTo(WINDOW) >= 0) {
            previous = age.compareTo(WINDOW.multipliedBy(2)) >= 0 ? new Window(now) : current;
            current = new Window(now);
        }
    }
}
