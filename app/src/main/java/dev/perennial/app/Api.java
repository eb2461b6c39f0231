package dev.perennial.app;

import dev.perennial.app.http.Admission;
import dev.perennial.app.http.Contract;
import dev.perennial.app.http.DocsRoutes;
import dev.perennial.app.http.HttpServer;
import dev.perennial.app.http.RequestWatch;
import dev.perennial.app.http.Routes;
import dev.perennial.app.identity.TenantStandings;
import dev.perennial.cluster.ClusterNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** The API of a node with the role {@value #ROLE}. */
final class Api implements AutoCloseable {

    static final String ROLE = "web";

    /** How long requests in flight may take when the node stops. */
    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final HttpServer server;
    private final ClusterNode membership;
    private final Duration drainGrace;

    private Api(HttpServer server, ClusterNode membership, Duration drainGrace) {
        this.server = server;
        this.membership = membership;
        this.drainGrace = drainGrace;
    }

    static Api start(
            ActorSystem<?> system,
            ClusterNode membership,
            Platform platform,
            List<Module> modules,
            RequestWatch watch) {
        var contract = Contract.load(
                modules.stream().flatMap(module -> module.contracts().stream()).toList());
        var routes = new ArrayList<Routes>();
        modules.forEach(module -> routes.add(module.routes(platform)));
        routes.add(new DocsRoutes(contract));
        var http = platform.settings().http();
        var server = HttpServer.start(
                system,
                http,
                contract,
                routes,
                platform.access().authenticator(),
                new TenantStandings(platform.entities()),
                new Admission(http.maxInFlight()),
                watch);
        return new Api(server.toCompletableFuture().join(), membership, http.drainGrace());
    }

    URI address() {
        return server.address();
    }

    /** Serves on until balancers have noticed that this node is no longer ready; then takes no more requests. */
    @Override
    public void close() {
        server.beginToStop();
        // Without another node, or once the cluster has gone on without this one, there is nothing to wait for.
        if (membership.hasCompany()) {
            membership
                    .whenEnded()
                    .toCompletableFuture()
                    .<Object>thenApply(ended -> ended)
                    .completeOnTimeout(drainGrace, drainGrace.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        server.stop(DRAIN);
    }
}
