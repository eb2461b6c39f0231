package dev.perennial.bench;

import dev.perennial.bench.load.LoadResult;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All figures of one run about billing. */
record BillingReport(
        Report.Machine machine, List<Round> rounds, Batches batches, List<Target> targets, Optional<Profile> profile) {

    /**
     * Measured one after the other, so that what a machine does besides meets all alike.
     *
     * @param postgres single-row commits of rows of the gate's events
     * @param jdbc the same three loads on the reference service
     */
    record Round(LoadResult postgres, Gate gate, Gate jdbc) {}

    /** @param spread over 1,000 subjects */
    record Gate(LoadResult spread, LoadResult hot, LoadResult check) {}

    /**
     * @param postgres rows of the gate's events, 100 to a commit
     * @param hundred requests of 100 events
     * @param thousand requests of 1,000 events
     */
    record Batches(LoadResult postgres, LoadResult hundred, LoadResult thousand) {}

    static BillingReport of(Report.Machine machine, List<Round> rounds, Batches batches, Optional<Profile> profile) {
        return new BillingReport(machine, rounds, batches, targets(rounds, batches), profile);
    }

    private static List<Target> targets(List<Round> rounds, Batches batches) {
        var events = Math.max(batches.hundred().rate() * 100, batches.thousand().rate() * 1000);
        return List.of(
                Target.atLeast(
                        1.5,
                        "consume, spread / JDBC service",
                        median(
                                rounds,
                                round -> round.gate().spread().rate()
                                        / round.jdbc().spread().rate())),
                Target.atLeast(
                        0.7,
                        "consume, spread / PostgreSQL's single-row commits",
                        median(
                                rounds,
                                round -> round.gate().spread().rate()
                                        / round.postgres().rate())),
                Target.atLeast(
                        5,
                        "consume, hot / JDBC service",
                        median(
                                rounds,
                                round -> round.gate().hot().rate()
                                        / round.jdbc().hot().rate())),
                Target.atLeast(
                        0.9,
                        "consume, hot / spread",
                        median(
                                rounds,
                                round -> round.gate().hot().rate()
                                        / round.gate().spread().rate())),
                Target.atLeast(
                        Math.min(0.5, 40_000 / batches.postgres().rate()),
                        "batched usage events / PostgreSQL's batched rows",
                        events / batches.postgres().rate()),
                Target.atLeast(
                        1.5,
                        "check / JDBC service",
                        median(
                                rounds,
                                round -> round.gate().check().rate()
                                        / round.jdbc().check().rate())));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        return Report.median(rounds.stream().map(of::applyAsDouble).toList());
    }
}
