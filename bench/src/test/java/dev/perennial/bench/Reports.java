package dev.perennial.bench;

import dev.perennial.bench.load.Counts;
import dev.perennial.bench.load.Cpu;
import dev.perennial.bench.load.LagResult;
import dev.perennial.bench.load.Latency;
import dev.perennial.bench.load.LoadResult;
import java.util.List;
import java.util.Optional;

/** A report whose every target is reached by a little. */
final class Reports {

    private Reports() {}

    static Report good() {
        var round = new Report.Round(load(10_000), load(4_100), load(3_400), load(10_500));
        return new Report(
                new Report.Machine("2026-11-21T00:00:00Z", 2, 4096, "25", "18.6", "Linux"),
                new Report.Starts(12, List.of(9.0, 7.0, 7.5)),
                List.of(round, round, round),
                load(80_000),
                load(5_000),
                lag(49),
                new Report.Busy(lag(499), load(4_000)),
                new Report.Overload(12_000, load(4_000), load(4_000)),
                new Report.Memory(10_000, 100_000_000, 30_000, 180_000_000, 4_000),
                new Audit(100, 0, 100, 100, 100),
                Optional.of(new Profile(7, List.of(new Profile.Share("a.B.c", 60)), List.of(), List.of())));
    }

    /** A second of it, with 0.25 ms of CPU each. */
    static LoadResult load(long accepted) {
        var latency = new Latency(7, 28, 90, accepted);
        var counts = new Counts(accepted, 0, 0, 0);
        return new LoadResult(
                counts, counts, 1, latency, latency, new Cpu(0.15 * accepted, 0.1 * accepted, accepted), "");
    }

    static LagResult lag(double p99) {
        var latency = new Latency(8, p99, p99, 100);
        return new LagResult(latency, latency, Counts.NONE);
    }
}
