package dev.perennial.bench;

import dev.perennial.bench.load.LoadResult;
import java.util.List;
import java.util.function.Function;

/** The table of a run about billing, as text. */
final class BillingTable {

    private static final String NOTES = """
            %s connections in closed loops from one process on the same machine (batches: %s). Figures are medians over the
            rounds; of batches the rate is that of requests. CPU is per accepted request (per row for PostgreSQL alone).
            PostgreSQL alone: a table with the journal's columns, defaults and indexes, rows copied from an event of the gate,
            fsync on. The JDBC service: HTTP by Vert.x, virtual threads, HikariCP, one prepared statement for each call that
            updates the quota's row and adds an outbox row; on the same PostgreSQL. Each batch has events of %d subjects.
            """.formatted(
            BillingMeasurement.CONNECTIONS, BillingMeasurement.BATCH_CONNECTIONS, BillingApi.SUBJECTS_PER_BATCH);

    private BillingTable() {}

    static String of(BillingReport report) {
        var table = new Table();
        load(table, "PostgreSQL alone, single-row commits", report, BillingReport.Round::postgres);
        load(table, "consume, 1,000 subjects", report, round -> round.gate().spread());
        load(table, "  JDBC service", report, round -> round.jdbc().spread());
        load(table, "consume, one hot subject", report, round -> round.gate().hot());
        load(table, "  JDBC service", report, round -> round.jdbc().hot());
        load(table, "check", report, round -> round.gate().check());
        load(table, "  JDBC service", report, round -> round.jdbc().check());
        table.load(
                "PostgreSQL alone, 100 rows per commit",
                List.of(report.batches().postgres()));
        table.load("batches of 100 usage events", List.of(report.batches().hundred()));
        table.load("batches of 1,000 usage events", List.of(report.batches().thousand()));
        report.targets().forEach(table::target);
        var text = new StringBuilder(Table.heading(report.machine()))
                .append("\n")
                .append(table)
                .append("\n")
                .append(NOTES);
        report.profile().ifPresent(profile -> text.append("\n").append(Table.profile(profile)));
        return text.toString();
    }

    private static void load(
            Table table, String name, BillingReport report, Function<BillingReport.Round, LoadResult> which) {
        table.load(name, report.rounds().stream().map(which).toList());
    }
}
