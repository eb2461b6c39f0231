package dev.perennial.app.management;

import dev.perennial.app.http.Admission;
import dev.perennial.app.http.Authenticator;
import dev.perennial.app.http.Contract;
import dev.perennial.app.http.Flows;
import dev.perennial.app.http.HttpServer;
import dev.perennial.app.http.HttpSettings;
import dev.perennial.app.http.TenantGate;
import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.shell.ShardKey;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
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

    /**
     * Serves it. Fails if the port cannot be had.
     *
     * @param http with host and port of this API
     * @param authenticator knows management keys only
     */
    public static Management start(
            ActorSystem<?> system,
            HttpSettings http,
            Authenticator authenticator,
            Allocation allocation,
            OrderBook book,
            ShardKey key,
            List<String> types,
            InstantSource clock,
            Flows flows) {
        var orderer = new Orderer(book, allocation, key, types);
        var routes = List.of(
                new ClusterRoutes(allocation, key, types, flows),
                new DirectiveRoutes(orderer, key, flows),
                new RebalanceRoutes(orderer, allocation, types, flows, clock));
        return new Management(HttpServer.start(
                        system,
                        http,
                        Contract.of(CONTRACT),
                        routes,
                        authenticator,
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
