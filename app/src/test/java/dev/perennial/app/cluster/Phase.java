package dev.perennial.app.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came of requests that were sent for a while, none of them repeated.
 *
 * @param took from the first request to the last answer
 */
record Phase(List<Answered> answers, Duration took) {

    /** One answer and how long it took. */
    record Answered(Attempt attempt, long nanos) {}

    /** Some clients, each of which sends its next request when the last one was answered. */
    static Phase closed(Supplier<CompletableFuture<Attempt>> send, int clients, Duration time) {
        var answers = new ConcurrentLinkedQueue<Answered>();
        long began = System.nanoTime();
        Records.all(Stream.generate(() -> chain(send, answers, began + time.toNanos()))
                .limit(clients));
        return of(answers, began);
    }

    /** Requests at a steady rate, however the ones before are doing. */
    static Phase open(Supplier<CompletableFuture<Attempt>> send, double perSecond, Duration time) {
        var over = CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS);
        return open(send, perSecond, CompletableFuture.runAsync(() -> {}, over));
    }

    /** The same until something has ended. */
    static Phase open(Supplier<CompletableFuture<Attempt>> send, double perSecond, CompletableFuture<?> until) {
        var answers = new ConcurrentLinkedQueue<Answered>();
        var sent = new ConcurrentLinkedQueue<CompletableFuture<Void>>();
        long began = System.nanoTime();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var ticking = clock.scheduleAtFixedRate(
                    () -> sent.add(once(send, answers)), 0, (long) (1e6 / perSecond), TimeUnit.MICROSECONDS);
            until.handle((_, _) -> ticking.cancel(false)).join();
        }
        Records.all(sent.stream());
        return of(answers, began);
    }

    private static Phase of(Collection<Answered> answers, long began) {
        return new Phase(List.copyOf(answers), Duration.ofNanos(System.nanoTime() - began));
    }

    private static CompletableFuture<Void> chain(
            Supplier<CompletableFuture<Attempt>> send, Queue<Answered> answers, long until) {
        return once(send, answers)
                .thenComposeAsync(_ -> System.nanoTime() < until
                        ? chain(send, answers, until)
                        : CompletableFuture.completedFuture(null));
    }

    private static CompletableFuture<Void> once(Supplier<CompletableFuture<Attempt>> send, Queue<Answered> answers) {
        long sent = System.nanoTime();
        return send.get().thenAccept(attempt -> answers.add(new Answered(attempt, System.nanoTime() - sent)));
    }

    Phase only(Predicate<Attempt> wanted) {
        return new Phase(
                answers.stream().filter(answer -> wanted.test(answer.attempt())).toList(), took);
    }

    double perSecond() {
        return answers.size() * 1e9 / took.toNanos();
    }

    /** In milliseconds, what that share of the answers did not exceed. */
    double millis(double share) {
        var sorted = answers.stream().mapToLong(Answered::nanos).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    @Override
    public String toString() {
        return "%.0f/s, p50 %.0f ms, p99 %.0f ms".formatted(perSecond(), millis(0.5), millis(0.99));
    }
}
