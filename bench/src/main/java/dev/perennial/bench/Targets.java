package dev.perennial.bench;

import java.util.List;

/** What the program promises, as ratios inside one run wherever a machine's speed would decide. */
final class Targets {

    private Targets() {}

    static List<Target> of(Report report) {
        return List.of(
                Target.atLeast(
                        0.4,
                        "spread writes / PostgreSQL's single-row commits",
                        report.median(round ->
                                round.spread().rate() / round.postgres().rate())),
                Target.atLeast(
                        0.8,
                        "hot entity / spread writes",
                        report.median(
                                round -> round.hot().rate() / round.spread().rate())),
                Target.atLeast(
                        2.5,
                        "strongly consistent reads / spread writes",
                        report.median(
                                round -> round.reads().rate() / round.spread().rate())),
                Target.below(
                        0.26,
                        "ms",
                        "CPU per durable command, server + PostgreSQL",
                        report.median(round -> round.spread().cpuPerAccepted())),
                Target.below(
                        50,
                        "ms",
                        "projection lag p99, idle",
                        report.lagIdle().fromWrite().p99()),
                Target.below(
                        500,
                        "ms",
                        "projection lag p99, full write load",
                        report.lagBusy().lag().fromWrite().p99()),
                Target.below(
                        8,
                        "s",
                        "start to first durable answer",
                        Report.median(report.starts().later())),
                Target.below(
                        4096,
                        "B",
                        "heap per resident small entity",
                        report.memory().bytesPerEntity()));
    }
}
