package dev.perennial.app.management;

import dev.perennial.app.Platform;
import dev.perennial.app.http.Admission;
import dev.perennial.app.http.Contract;
import dev.perennial.app.http.HttpServer;
import dev.perennial.app.http.Reply;
import dev.perennial.app.http.Routes;
import dev.perennial.app.http.TenantGate;
import dev.perennial.app.log.LogLevels;
import dev.perennial.app.log.RecentLines;
import dev.perennial.persistence.journal.HorizonReader;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** The management API of a node. */
public final class Management implements AutoCloseable {

    /** The frame and what it shares with the other contract. */
    public static final List<String> CONTRACT = List.of("openapi-management.yaml", Contract.COMMON);

    /** How long what is in flight may take when the node stops. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** Few people and programs call it; more would be a mistake, and must not cost the node much. */
    private static final int MOST_IN_FLIGHT = 16;

    private final HttpServer server;
    private final RecentLines log;

    private Management(HttpServer server, RecentLines log) {
        this.server = server;
        this.log = log;
    }

    /** Serves it. Fails if the port cannot be had. */
    public static Management start(ActorSystem<?> system, Platform platform, Managed managed) {
        var settings = platform.settings();
        var http = settings.http()
                .at(settings.management().host(), settings.management().port());
        var server = HttpServer.start(
                system,
                http,
                Contract.of(CONTRACT),
                routes(system, platform, managed),
                platform.access().management(),
                // Nobody who comes this far acts for a tenant.
                _ -> CompletableFuture.completedStage(TenantGate.Standing.OPEN),
                new Admission(MOST_IN_FLIGHT),
                managed.requests());
        return new Management(server.toCompletableFuture().join(), managed.log());
    }

    private static List<Routes> routes(ActorSystem<?> system, Platform platform, Managed managed) {
        var allocation = managed.allocation();
        var types = managed.types();
        var flows = platform.flows();
        var clock = platform.clock();
        var peers = new Peers(system, allocation.members());
        var orderer = new Orderer(managed.orders(), allocation, managed.key(), types);
        var residents = new Residents(peers, managed.entities(), clock);
        var cluster = new ClusterRoutes(allocation, managed.key(), types, residents, flows);
        var directives = new DirectiveRoutes(orderer, managed.key(), flows);
        var projections = new ProjectionRoutes(
                orderer, overview(platform, managed, peers), platform.database().projection(), flows);
        var journal = new JournalRoutes(platform.database().observer(), flows);
        var letters = new DeadLetterRoutes(
                peers, Undelivered.watch(system, clock), List.of(platform.followUps()::stuck), flows);
        var levels = new LogLevels(
                clock, (time, action) -> system.scheduler().scheduleOnce(time, action, system.executionContext()));
        var ofCluster = new LinkedHashMap<String, Supplier<Reply>>();
        ofCluster.put("members.json", cluster::members);
        ofCluster.put("shards.json", cluster::shards);
        ofCluster.put("directives.json", directives::directives);
        ofCluster.put("projections.json", projections::list);
        ofCluster.put("journal.json", journal::journal);
        ofCluster.put("dead-letters.json", () -> letters.list(DeadLetterRoutes.SHOWN));
        var report = new NodeReport(managed.version(), managed.config(), managed.pools(), managed.log());
        return List.of(
                cluster,
                directives,
                new RebalanceRoutes(orderer, allocation, types, flows, clock),
                projections,
                journal,
                letters,
                new LogLevelRoutes(orderer, peers, levels, flows),
                new DiagnosticsRoutes(orderer, peers, report, ofCluster, flows),
                new BusyTenants(peers, managed.tenants(), flows));
    }

    private static ProjectionOverview overview(Platform platform, Managed managed, Peers peers) {
        return new ProjectionOverview(
                peers,
                platform.followUps(),
                managed.orders(),
                platform.database().projection(),
                new HorizonReader(platform.codec()),
                platform.clock());
    }

    public URI address() {
        return server.address();
    }

    @Override
    public void close() {
        server.stop(DRAIN);
        log.close();
    }
}
