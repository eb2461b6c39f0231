package dev.perennial.bench;

import dev.perennial.bench.load.Counts;
import dev.perennial.bench.load.HttpJob;
import dev.perennial.bench.load.LagJob;
import dev.perennial.bench.load.LagResult;
import dev.perennial.bench.load.LoadResult;
import dev.perennial.bench.load.PostgresJob;
import dev.perennial.bench.load.Request;
import dev.perennial.bench.load.Watch;
import dev.perennial.bench.load.Window;
import java.io.IOException;
import java.time.Duration;

/** The loads a run is made of, against one server and its PostgreSQL. Keeps account of all commands it sent. */
final class Loads {

    static final int CONNECTIONS = 64;
    static final int OVERLOAD_CONNECTIONS = 1000;

    private static final int TENANTS = 1000;
    private static final int ROWS_PER_BATCH = 100;
    private static final double WARM_UP_SECONDS = 1.5;
    private static final Duration PROBE_PAUSE = Duration.ofMillis(40);

    /** Numbers of tenants: those of the spread load, the hot one, the probes', and those that fill memory. */
    private static final HttpJob.Entities SPREAD = new HttpJob.Entities(0, TENANTS, false);

    private static final HttpJob.Entities HOT = new HttpJob.Entities(TENANTS, 1, false);
    private static final HttpJob.Entities PROBES = new HttpJob.Entities(TENANTS + 1, 20, false);
    private static final int FIRST_SPARE = 10_000;

    private final Generator generator;
    private final Generator prober;
    private final Api api;
    private final int port;
    private final String url;
    private final Watch watch;
    private final double seconds;
    private Counts commands = Counts.NONE;
    private int spares;

    Loads(Generator generator, Generator prober, Api api, int port, String url, Watch watch, double seconds) {
        this.generator = generator;
        this.prober = prober;
        this.api = api;
        this.port = port;
        this.url = url;
        this.watch = watch;
        this.seconds = seconds;
    }

    /** Every command sent so far, whatever became of it. */
    Counts commands() {
        return commands;
    }

    /** Makes the tenants of all loads but {@link #createSpares}. */
    void createTenants() throws IOException {
        create(0, PROBES.from() + PROBES.count());
    }

    /** Makes tenants that nothing else is done with. */
    void createSpares(int count) throws IOException {
        create(FIRST_SPARE + spares, count);
        spares += count;
    }

    LoadResult spread() throws IOException {
        return command(SPREAD, window());
    }

    /** Lets both JVMs compile what they use most, before anything is measured. */
    void warmUp(double forSeconds) throws IOException {
        command(SPREAD, Window.seconds(0, forSeconds));
        get(api.readTenant(), Window.seconds(0, forSeconds / 4));
    }

    LoadResult hot() throws IOException {
        return command(HOT, window());
    }

    LoadResult reads() throws IOException {
        return get(api.readTenant(), window());
    }

    LoadResult lists() throws IOException {
        return get(api.listTenants(), window());
    }

    LoadResult postgresSingle() throws IOException {
        return postgres(1);
    }

    LoadResult postgresBatches() throws IOException {
        return postgres(ROWS_PER_BATCH);
    }

    LoadResult overload(double perSecond) throws IOException {
        return account(generator.run(
                new HttpJob(port, api.changeSettings(), SPREAD, OVERLOAD_CONNECTIONS, perSecond, window(), watch)));
    }

    LagResult lagIdle() throws IOException {
        return account(prober.run(probes(seconds)));
    }

    Report.Busy lagBusy() throws IOException {
        // The load surrounds the probes on both sides.
        generator.begin(http(api.changeSettings(), SPREAD, Window.seconds(WARM_UP_SECONDS, seconds + 1)));
        var lag = account(prober.run(probes(seconds + WARM_UP_SECONDS)));
        return new Report.Busy(lag, account(generator.loadResult()));
    }

    private LagJob probes(double forSeconds) {
        return new LagJob(
                port,
                api.changeSettings(),
                Api.TENANT,
                PROBES,
                PROBE_PAUSE,
                Duration.ofMillis(Math.round(forSeconds * 1000)),
                url,
                Api.VIEW,
                Api.EVENT);
    }

    private void create(int from, int count) throws IOException {
        var entities = new HttpJob.Entities(from, count, true);
        var result = account(generator.run(http(api.createTenant(), entities, Window.seconds(0, 120))));
        if (result.total().accepted() != count) {
            throw new IOException("of %d tenants %s; %s".formatted(count, result.total(), result.firstProblem()));
        }
    }

    private LoadResult command(HttpJob.Entities entities, Window window) throws IOException {
        return account(generator.run(http(api.changeSettings(), entities, window)));
    }

    private LoadResult get(Request request, Window window) throws IOException {
        return requireSuccess(generator.run(http(request, SPREAD, window)));
    }

    private LoadResult postgres(int rowsPerCommit) throws IOException {
        return generator.run(new PostgresJob(
                url, JournalCopy.TABLE, Api.SETTINGS_CHANGED, CONNECTIONS, rowsPerCommit, window(), watch));
    }

    private HttpJob http(Request request, HttpJob.Entities entities, Window window) {
        return new HttpJob(port, request, entities, CONNECTIONS, 0, window, watch);
    }

    private Window window() {
        return Window.seconds(WARM_UP_SECONDS, seconds);
    }

    private LoadResult account(LoadResult result) throws IOException {
        commands = commands.plus(result.total());
        return requireSuccess(result);
    }

    private LagResult account(LagResult result) {
        commands = commands.plus(result.commands());
        return result;
    }

    /** A load that is not served at all is a mistake of the bench or the server, and no figure. */
    private static LoadResult requireSuccess(LoadResult result) throws IOException {
        if (result.total().accepted() == 0) {
            throw new IOException("nothing was accepted; the first answer: " + result.firstProblem());
        }
        return result;
    }
}
