package dev.perennial.bench;

import dev.perennial.app.postgres.EmbeddedPostgres;
import dev.perennial.bench.load.HttpJob;
import dev.perennial.bench.load.LoadResult;
import dev.perennial.bench.load.PostgresJob;
import dev.perennial.bench.load.Request;
import dev.perennial.bench.load.SingleRequests;
import dev.perennial.bench.load.Watch;
import dev.perennial.bench.load.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** {@code ./perennial bench --billing}: the gate and usage, beside PostgreSQL alone and a lean JDBC service on it. */
final class BillingMeasurement {

    static final int CONNECTIONS = 64;

    /** As many connections as send batches: each has hundreds of events. */
    static final int BATCH_CONNECTIONS = 16;

    private static final double WARM_UP_SECONDS = 1.5;
    /** For each kind of load: by then the compilers of both JVMs have little left to do. */
    private static final double FIRST_WARM_UP_SECONDS = 15;

    private static final HttpJob.Entities SPREAD = new HttpJob.Entities(0, 1_000, false);
    private static final HttpJob.Entities HOT = new HttpJob.Entities(1_000, 1, false);

    /** Each stands for {@value BillingApi#SUBJECTS_PER_BATCH} subjects. */
    private static final HttpJob.Entities BATCHES = new HttpJob.Entities(0, 100, false);

    private final Options options;
    private final Path data;

    BillingMeasurement(Options options, Path data) {
        this.options = options;
        this.data = data;
    }

    /** One of the two that are compared. */
    private record Side(Generator generator, BillingApi api, int port, Watch watch, double seconds) {

        LoadResult spread(double forSeconds) throws IOException {
            return run(api.consume(), SPREAD, CONNECTIONS, forSeconds);
        }

        BillingReport.Gate gate(double forSeconds) throws IOException {
            return new BillingReport.Gate(
                    spread(forSeconds),
                    run(api.consume(), HOT, CONNECTIONS, forSeconds),
                    run(api.check(), SPREAD, CONNECTIONS, forSeconds));
        }

        LoadResult batches(int events) throws IOException {
            return run(api.record(events), BATCHES, BATCH_CONNECTIONS, seconds);
        }

        private LoadResult run(Request request, HttpJob.Entities entities, int connections, double forSeconds)
                throws IOException {
            var window = Window.seconds(WARM_UP_SECONDS, forSeconds);
            var result = generator.run(new HttpJob(port, request, entities, connections, 0, window, watch));
            if (result.total().accepted() == 0 || !result.firstProblem().isEmpty()) {
                throw new IOException("not all was accepted; the first answer that was not: " + result.firstProblem());
            }
            return result;
        }
    }

    BillingReport measure() throws Exception {
        var started = new Starting(data).start();
        try (var server = started.server();
                var postgres = EmbeddedPostgres.start(data);
                var generator = Generator.start();
                var reference =
                        ReferenceServer.start(postgres.jdbcUrl(), started.api().operatorKey())) {
            JournalCopy.create(postgres.jdbcUrl());
            var api = new BillingApi(started.api());
            prepare(server, api);
            long postmaster = Measurement.postmaster(data);
            var gate = new Side(generator, api, server.port(), new Watch(server.pid(), postmaster), options.seconds());
            var jdbc = new Side(
                    generator, api, reference.port(), new Watch(reference.pid(), postmaster), options.seconds());
            return measure(gate, jdbc, server, postgres.jdbcUrl());
        }
    }

    private BillingReport measure(Side gate, Side jdbc, Server server, String url) throws Exception {
        Measurement.say("warming up");
        gate.gate(FIRST_WARM_UP_SECONDS);
        jdbc.gate(FIRST_WARM_UP_SECONDS);
        var rounds = new ArrayList<BillingReport.Round>();
        for (int i = 1; i <= options.rounds(); i++) {
            Measurement.say("round %d of %d: PostgreSQL alone, the gate, the JDBC service", i, options.rounds());
            rounds.add(new BillingReport.Round(
                    postgres(gate, url, 1), gate.gate(options.seconds()), jdbc.gate(options.seconds())));
        }
        Measurement.say("batches");
        gate.batches(100);
        var batches = new BillingReport.Batches(postgres(gate, url, 100), gate.batches(100), gate.batches(1_000));
        return BillingReport.of(Measurement.machine(url), rounds, batches, profile(gate, server));
    }

    private Optional<Profile> profile(Side gate, Server server) throws IOException, InterruptedException {
        if (!options.profile()) {
            return Optional.empty();
        }
        Measurement.say("profile of consume, spread");
        Profile.begin(server.pid());
        gate.spread(options.seconds());
        return Optional.of(Profile.end(server.pid(), options.out().resolveSibling("billing.jfr")));
    }

    private LoadResult postgres(Side gate, String url, int rowsPerCommit) throws IOException {
        return gate.generator()
                .run(new PostgresJob(
                        url,
                        JournalCopy.TABLE,
                        BillingApi.UNITS_CONSUMED,
                        CONNECTIONS,
                        rowsPerCommit,
                        Window.seconds(WARM_UP_SECONDS, options.seconds()),
                        gate.watch()));
    }

    private static void prepare(Server server, BillingApi api) throws IOException {
        for (var request : new Request[] {api.createTenant(), api.defineMeter(), api.publishPlan(), api.subscribe()}) {
            try (var requests = new SingleRequests(server.port(), request)) {
                var answer = requests.send(0).join();
                if (answer.statusCode() / 100 != 2) {
                    throw new IOException("%s was answered %s %s".formatted(request.path(), answer, answer.body()));
                }
            }
        }
    }
}
