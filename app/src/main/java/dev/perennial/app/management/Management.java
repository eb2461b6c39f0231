package dev.perennial.app.management;

import dev.perennial.app.Platform;
import dev.perennial.app.http.Admission;
import dev.perennial.app.http.Contract;
import dev.perennial.app.http.HttpServer;
import dev.perennial.app.http.TenantGate;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.shell.ShardedEntities;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    private Management(HttpServer server) {
        this.server = server;
    }

    /** Serves it. Fails if the port cannot be had. */
    public static Management start(
            ActorSystem<?> system,
            Platform platform,
            ShardedEntities entities,
            Allocation allocation,
            OrderBook book,
            ShardKey key,
            List<String> types) {
        var settings = platform.settings();
        var http = settings.http()
                .at(settings.management().host(), settings.management().port());
        var flows = platform.flows();
        var database = platform.database();
        var orderer = new Orderer(book, allocation, key, types);
        var peers = new Peers(system, allocation.members());
        var overview = new ProjectionOverview(
                peers,
                platform.followUps(),
                book,
                database.projection(),
                new HorizonReader(platform.codec()),
                platform.clock());
        var undelivered = Undelivered.watch(system, platform.clock());
        var routes = List.of(
                new ClusterRoutes(allocation, key, types, new Residents(peers, entities, platform.clock()), flows),
                new DirectiveRoutes(orderer, key, flows),
                new RebalanceRoutes(orderer, allocation, types, flows, platform.clock()),
                new ProjectionRoutes(orderer, overview, database.projection(), flows),
                new JournalRoutes(database.owner(), flows),
                new DeadLetterRoutes(peers, undelivered, List.of(platform.followUps()::stuck), flows));
        return new Management(HttpServer.start(
                        system,
                        http,
                        Contract.of(CONTRACT),
                        routes,
                        platform.access().management(),
                        // Nobody who comes this far acts for a tenant.
                        _ -> CompletableFuture.completedStage(TenantGate.Standing.OPEN),
                        new Admission(MOST_IN_FLIGHT))
                .toCompletableFuture()
                .join());
    }

    public URI address() {
        return server.address();
    }

    @Override
    public void close() {
        server.stop(DRAIN);
    }
}
