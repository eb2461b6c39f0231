package dev.perennial.app;

import dev.perennial.app.http.Admission;
import dev.perennial.app.http.Contract;
import dev.perennial.app.http.DocsRoutes;
import dev.perennial.app.http.HttpServer;
import dev.perennial.app.http.Routes;
import dev.perennial.app.identity.TenantStandings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** The API of a node with the role {@value #ROLE}. */
final class Api implements AutoCloseable {

    static final String ROLE = "web";

    /** How long requests in flight may take when the node stops. */
    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final HttpServer server;

    private Api(HttpServer server) {
        this.server = server;
    }

    static Api start(ActorSystem<?> system, Platform platform, List<Module> modules) {
        var contract = Contract.load(modules.stream().map(Module::contract).toList());
        var routes = new ArrayList<Routes>();
        modules.forEach(module -> routes.add(module.routes(platform)));
        routes.add(new DocsRoutes(contract));
        var http = platform.settings().http();
        return new Api(HttpServer.start(
                        system,
                        http,
                        contract,
                        routes,
                        platform.access().authenticator(),
                        new TenantStandings(platform.entities()),
                        new Admission(http.maxInFlight()))
                .toCompletableFuture()
                .join());
    }

    URI address() {
        return server.address();
    }

    @Override
    public void close() {
        server.stop(DRAIN);
    }
}
