package dev.perennial.app.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;

/** The API's socket. */
public final class HttpServer {

    private final ServerBinding binding;
    private final Draining draining;
    private final CompletionStage<?> systemEnded;

    private HttpServer(ServerBinding binding, Draining draining, CompletionStage<?> systemEnded) {
        this.binding = binding;
        this.draining = draining;
        this.systemEnded = systemEnded;
    }

    /**
     * Binds and serves. Fails at once if contract and routes disagree, later if the port cannot be had.
     *
     * @param authenticator asked for every request with a credential to an operation that is not public
     */
    public static CompletionStage<HttpServer> start(
            ActorSystem<?> system,
            HttpSettings settings,
            Contract contract,
            Collection<Routes> routes,
            Authenticator authenticator,
            TenantGate gate,
            Admission admission,
            RequestWatch watch) {
        Map<String, Handler> handlers = Handlers.join(contract, routes);
        var pipeline = new Pipeline(
                contract,
                handlers,
                authenticator,
                gate,
                admission,
                watch,
                settings,
                Materializer.matFromSystem(system));
        var draining = new Draining(pipeline::answer);
        return Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(pekkoSettings(settings, system.settings().config()))
                .bind(draining::answer)
                .thenApply(binding -> new HttpServer(binding, draining, system.getWhenTerminated()));
    }

    /** Where it is reached. */
    public URI address() {
        var socket = binding.localAddress();
        return URI.create("http://" + socket.getHostString() + ":" + socket.getPort());
    }

    /** Serves on, but ends each connection with its next answer: so clients go to other nodes, as far as they know any. */
    public void beginToStop() {
        draining.begin();
    }

    /**
     * Takes no new connections, ends the present ones with their next answer, and closes those that are idle. Blocks until
     * then, for twice the deadline at most. When the cluster has gone on without this node, the server has ended with its
     * actor system and there is nothing to wait for.
     *
     * @param deadline for what is in flight after that, which takes some seconds at most
     */
    public void stop(Duration deadline) {
        beginToStop();
        var stopped = binding.unbind()
                .thenCompose(_ -> draining.untilQuiet())
                .thenCompose(_ -> binding.terminate(deadline))
                // An end of the system in between, at the latest.
                .exceptionally(_ -> null);
        CompletableFuture.anyOf(stopped.toCompletableFuture(), systemEnded.toCompletableFuture())
                .completeOnTimeout(deadline, deadline.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static ServerSettings pekkoSettings(HttpSettings settings, Config system) {
        Config ours = ConfigFactory.parseMap(Map.of(
                "max-connections",
                settings.maxConnections(),
                "request-timeout",
                settings.requestTimeout().toMillis() + " ms",
                "idle-timeout",
                settings.idleTimeout().toMillis() + " ms",
                "remote-address-attribute",
                true,
                "transparent-head-requests",
                true,
                "server-header",
                "",
                "parsing.error-handler",
                UnparsableRequest.class.getName(),
                // We read a handful of headers by name; modelling all of them would cost and refuse more.
                "parsing.modeled-header-parsing",
                false,
                "parsing.illegal-header-warnings",
                false));
        return ServerSettings.create(ours.atPath("pekko.http.server").withFallback(system));
    }
}
