package dev.perennial.bench.load;

import org.HdrHistogram.Histogram;

/** Counts answers, and those inside the window apart. Used by one thread. */
final class Tally {

    private final Watch watch;
    private final long from;
    private final long until;
    private final Histogram accepted = Latency.histogram();
    private final Histogram refused = Latency.histogram();
    private Counts measured = Counts.NONE;
    private Counts total = Counts.NONE;
    private Cpu cpuAtStart = new Cpu(0, 0, 0);
    private Cpu cpuInWindow = new Cpu(0, 0, 0);
    private long started;
    private long ended;
    private String firstProblem = "";

    Tally(Window window, Watch watch, long now) {
        this.watch = watch;
        from = now + window.warmUp().toNanos();
        until = from + window.measure().toNanos();
    }

    /** To be called often: opens and closes the window when its time has come. */
    void tick(long now) {
        if (started == 0 && now >= from) {
            cpuAtStart = Cpu.now(watch);
            started = now;
        }
        if (now >= until) {
            close(now);
        }
    }

    /** Ends the window, early when all is done. */
    void close(long now) {
        if (started != 0 && ended == 0) {
            cpuInWindow = Cpu.now(watch).since(cpuAtStart);
            ended = now;
        }
    }

    boolean over(long now) {
        return now >= until;
    }

    void answered(int status, long nanos, String sample) {
        total = total.plusAnswer(status);
        if (status >= 300) {
            problem(sample);
        }
        if (!open()) {
            return;
        }
        var before = measured;
        measured = measured.plusAnswer(status);
        if (measured.accepted() > before.accepted()) {
            Latency.record(accepted, nanos);
        } else if (measured.refused() > before.refused()) {
            Latency.record(refused, nanos);
        }
    }

    void failed(String why) {
        total = total.plusFailure();
        measured = open() ? measured.plusFailure() : measured;
        problem(why);
    }

    void unsent() {
        total = total.plusUnsent();
        measured = open() ? measured.plusUnsent() : measured;
    }

    LoadResult result() {
        return new LoadResult(
                measured,
                total,
                (ended - started) / 1e9,
                Latency.ofMicros(accepted),
                Latency.ofMicros(refused),
                cpuInWindow,
                firstProblem);
    }

    private boolean open() {
        return started != 0 && ended == 0;
    }

    private void problem(String what) {
        firstProblem = firstProblem.isEmpty() ? what : firstProblem;
    }
}
