package dev.perennial.bench;

import dev.perennial.bench.load.Latency;
import dev.perennial.bench.load.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A table of figures, as text; and the one of a whole run. */
final class Table {

    private static final List<String> HEADINGS =
            List.of("", "value", "p50 ms", "p99 ms", "CPU ms: server", "PostgreSQL", "generator", "target", "");

    private static final String NOTES = """
            64 connections in closed loops from one process on the same machine, unless said otherwise. Figures are medians over
            the rounds. CPU is per accepted request (per row for PostgreSQL alone), user + system, as the kernel counts it.
            PostgreSQL alone: the same server, a table with the journal's columns, defaults and indexes, rows copied from a real
            event, pgjdbc in the generator's process, fsync on. Projection lag: from the time in the event's journal row, which
            precedes its commit, to the first poll (they are 1 ms apart) that finds the view's row. Heap: live bytes after full
            collections, the difference of two numbers of tenants. Overload: requests start at a fixed rate, and count as
            unsent when all %d connections are busy. Audit: one event per acknowledged command, and the view's revisions agree.
            """.formatted(Loads.OVERLOAD_CONNECTIONS);

    private static final int MAX_WIDTH = 14;

    private final List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));

    Table() {}

    static String of(Report report) {
        var table = new Table();
        table.rounds("PostgreSQL alone, single-row commits", report, Report.Round::postgres);
        table.load("PostgreSQL alone, 100 rows per commit", report.batches());
        table.rounds("durable commands over 1,000 entities", report, Report.Round::spread);
        table.rounds("durable commands on one hot entity", report, Report.Round::hot);
        table.rounds("strongly consistent reads", report, Report.Round::reads);
        table.load("list reads of %d rows".formatted(Api.PAGE), report.lists());
        table.overload(report.overload());
        table.lag("projection lag, idle", report.lagIdle().fromWrite());
        table.lag("projection lag, full write load", report.lagBusy().lag().fromWrite());
        table.row("first start, in an empty folder", number(report.starts().first()) + " s");
        Targets.of(report).forEach(table::target);
        table.row("audit", audit(report.audit()));
        var text = new StringBuilder(heading(report.machine()))
                .append("\n")
                .append(table)
                .append("\n")
                .append(NOTES);
        report.profile().ifPresent(profile -> text.append("\n").append(profile(profile)));
        return text.toString();
    }

    static String heading(Report.Machine machine) {
        return String.format(
                Locale.ROOT,
                "Perennial bench, %s: %d processors, %,d MiB, %s, Java %s, PostgreSQL %s%n",
                machine.at(),
                machine.processors(),
                machine.memoryMiB(),
                machine.system(),
                machine.java(),
                machine.postgres());
    }

    private void rounds(String name, Report report, Function<Report.Round, LoadResult> which) {
        load(name, report.rounds().stream().map(which).toList());
    }

    void load(String name, LoadResult load) {
        load(name, List.of(load));
    }

    void load(String name, List<LoadResult> loads) {
        row(
                name,
                median(loads, LoadResult::rate) + "/s",
                median(loads, load -> load.latency().p50()),
                median(loads, load -> load.latency().p99()),
                median(loads, load -> per(load, load.cpu().server())),
                median(loads, load -> per(load, load.cpu().postgres())),
                median(loads, load -> per(load, load.cpu().generator())));
    }

    private void overload(Report.Overload overload) {
        var during = overload.during();
        load("overload of %s/s, accepted".formatted(number(overload.perSecond())), during);
        row(
                "  refused at once",
                number(during.measured().refused() / during.seconds()) + "/s",
                number(during.refusals().p50()),
                number(during.refusals().p99()));
        row("  unsent", number(during.measured().unsent() / during.seconds()) + "/s");
        load("  durable commands afterwards", overload.after());
    }

    private void lag(String name, Latency lag) {
        row(name, "", number(lag.p50()), number(lag.p99()));
    }

    void target(Target target) {
        row(
                target.name(),
                "%s %s".formatted(number(target.measured()), target.unit()).strip(),
                "",
                "",
                "",
                "",
                "",
                (target.least() ? "≥ " : "< ") + number(target.bound()),
                target.reached() ? "reached" : "MISSED");
    }

    private void row(String... cells) {
        rows.add(IntStream.range(0, HEADINGS.size())
                .mapToObj(i -> i < cells.length ? cells[i] : "")
                .toList());
    }

    private static String audit(Audit audit) {
        return String.format(
                Locale.ROOT,
                "%s: %,d acknowledged, %,d refused or unknown, %,d events, %,d in the view",
                audit.passed() ? "passed" : "FAILED",
                audit.acknowledged(),
                audit.unknown(),
                audit.events(),
                audit.viewRevisions());
    }

    static String profile(Profile profile) {
        var text = new StringBuilder("Samples of the server's running Java threads: " + profile.samples() + "\n");
        shares(text, "whose code asked for the work", profile.libraries());
        shares(text, "method on top of the stack", profile.methods());
        shares(text, "thread pool", profile.threads());
        return text.toString();
    }

    private static void shares(StringBuilder text, String name, List<Profile.Share> shares) {
        text.append(name).append('\n');
        shares.forEach(
                share -> text.append(String.format(Locale.ROOT, "  %5.1f %%  %s%n", share.percent(), share.name())));
    }

    private static String median(List<LoadResult> loads, Function<LoadResult, Double> figure) {
        return number(Report.median(loads.stream().map(figure).toList()));
    }

    private static double per(LoadResult load, double cpu) {
        return cpu / load.measured().accepted();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }

    /** Names to the left, figures to the right. What runs over the figures, like the audit, widens no column. */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> rows.stream()
                        .map(row -> row.get(column))
                        .mapToInt(String::length)
                        .filter(length -> column == 0 || length <= MAX_WIDTH)
                        .max()
                        .orElse(0))
                .toArray();
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
                line.append(column == 0 ? cell + padding : "  " + padding + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
