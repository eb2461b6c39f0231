package dev.perennial.bench;

import dev.perennial.app.postgres.EmbeddedPostgres;
import dev.perennial.bench.load.Counts;
import dev.perennial.bench.load.Watch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/** One run from an empty folder to the audit. */
final class Measurement {

    private static final int LATER_STARTS = 3;
    private static final double WARM_UP_SECONDS = 20;
    private static final int OVERLOAD_FACTOR = 3;

    /** Tenants in memory at the first look, and how many more at the second. */
    private static final int FEWER = 10_000;

    private static final int MORE = 20_000;

    private final Options options;
    private final Path data;

    private Measurement(Options options, Path data) {
        this.options = options;
        this.data = data;
    }

    static Report run(Options options) throws Exception {
        return inFolder(data -> new Measurement(options, data).measure());
    }

    /** What is measured in a new folder, which is gone afterwards. */
    interface Measured<R> {
        R in(Path data) throws Exception;
    }

    static <R> R inFolder(Measured<R> measured) throws Exception {
        var data = Files.createTempDirectory("perennial-bench");
        try {
            return measured.in(data);
        } finally {
            delete(data);
        }
    }

    private Report measure() throws Exception {
        var starting = new Starting(data);
        say("starting in an empty folder, and %d times again", LATER_STARTS);
        double first = seconds(starting);
        var later = new ArrayList<Double>();
        for (int i = 1; i < LATER_STARTS; i++) {
            later.add(seconds(starting));
        }
        var started = starting.start();
        later.add(started.seconds());
        try (var server = started.server();
                var postgres = EmbeddedPostgres.start(data);
                var generator = Generator.start();
                var prober = Generator.start()) {
            String url = postgres.jdbcUrl();
            JournalCopy.create(url);
            var watch = new Watch(server.pid(), postmaster(data));
            var loads = new Loads(generator, prober, started.api(), server.port(), url, watch, options.seconds());
            var starts = new Report.Starts(first, later);
            return load(loads, server, url, starts, starting.tenants());
        }
    }

    private Report load(Loads loads, Server server, String url, Report.Starts starts, int tenantsOfStarts)
            throws Exception {
        say("creating tenants, warming up");
        loads.createTenants();
        loads.warmUp(WARM_UP_SECONDS);
        say("projection lag, idle");
        var lagIdle = loads.lagIdle();
        var rounds = new ArrayList<Report.Round>();
        for (int i = 1; i <= options.rounds(); i++) {
            say("round %d of %d: PostgreSQL alone, spread, hot, reads", i, options.rounds());
            rounds.add(new Report.Round(loads.postgresSingle(), loads.spread(), loads.hot(), loads.reads()));
        }
        say("batches, lists, projection lag under load");
        var batches = loads.postgresBatches();
        var lists = loads.lists();
        var lagBusy = loads.lagBusy();
        var overload = overload(loads, rounds);
        var profile = profile(loads, server);
        var memory = memory(loads, server);
        say("audit");
        var sent = loads.commands().plus(new Counts(tenantsOfStarts, 0, 0, 0));
        var audit = Audit.awaitViews(sent, url);
        return new Report(
                machine(url), starts, rounds, batches, lists, lagIdle, lagBusy, overload, memory, audit, profile);
    }

    private Report.Overload overload(Loads loads, ArrayList<Report.Round> rounds) throws IOException {
        double sustained = Report.median(
                rounds.stream().map(round -> round.spread().rate()).toList());
        double rate = options.rate() > 0 ? options.rate() : OVERLOAD_FACTOR * sustained;
        say("overload");
        return new Report.Overload(rate, loads.overload(rate), loads.spread());
    }

    private Optional<Profile> profile(Loads loads, Server server) throws IOException, InterruptedException {
        if (!options.profile()) {
            return Optional.empty();
        }
        say("profile");
        Profile.begin(server.pid());
        loads.spread();
        return Optional.of(Profile.end(server.pid(), options.out().resolveSibling("bench.jfr")));
    }

    private Report.Memory memory(Loads loads, Server server) throws IOException, InterruptedException {
        say("memory of %,d and %,d tenants", FEWER, FEWER + MORE);
        loads.createSpares(FEWER);
        long fewer = Heap.live(server.pid());
        loads.createSpares(MORE);
        long more = Heap.live(server.pid());
        return new Report.Memory(FEWER, fewer, FEWER + MORE, more, (double) (more - fewer) / MORE);
    }

    private static double seconds(Starting starting) throws IOException {
        var started = starting.start();
        started.server().close();
        return started.seconds();
    }

    static long postmaster(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    static Report.Machine machine(String url) throws SQLException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (var connection = DriverManager.getConnection(url)) {
            return new Report.Machine(
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    system.getAvailableProcessors(),
                    system.getTotalMemorySize() >> 20,
                    System.getProperty("java.version"),
                    connection.getMetaData().getDatabaseProductVersion(),
                    "%s %s".formatted(system.getName(), system.getVersion()));
        }
    }

    static void say(String what, Object... arguments) {
        System.err.printf("bench: " + what + "%n", arguments);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
