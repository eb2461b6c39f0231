package dev.perennial.app.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** The API's socket. */
public final class HttpServer {

    /** They read, route and check requests and write answers; what takes long goes elsewhere. */
    private static final int EVENT_LOOPS = 2;

    /** Of a request's first line: a target of two thousand characters, its method and the version. */
    private static final int LONGEST_LINE = 2_048 + 32;

    /** Of all header lines together. */
    private static final int LONGEST_HEADERS = 16 * 1024;

    private static final Duration LOOPS_END = Duration.ofSeconds(1);

    private final Channel socket;
    private final EventLoopGroup loops;
    private final Connections connections;
    private final Draining draining;
    private final CompletionStage<?> systemEnded;

    private HttpServer(
            Channel socket,
            EventLoopGroup loops,
            Connections connections,
            Draining draining,
            CompletionStage<?> systemEnded) {
        this.socket = socket;
        this.loops = loops;
        this.connections = connections;
        this.draining = draining;
        this.systemEnded = systemEnded;
    }

    /**
     * Binds and serves, until it is stopped or the actor system ends. Fails at once if contract and routes disagree, later
     * if the port cannot be had.
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
        var pipeline = new Pipeline(contract, handlers, authenticator, gate, admission, watch, settings);
        var draining = new Draining();
        var connections = new Connections(settings.maxConnections());
        var loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("http", true));
        system.getWhenTerminated().thenRun(() -> end(loops));
        ChannelFuture binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .handler(connections)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var connection = new Connection(pipeline, draining, settings, channel);
                        connections.add(connection, channel);
                        channel.pipeline().addLast(decoder(), connection);
                    }
                })
                .bind(new InetSocketAddress(settings.host(), settings.port()));
        var started = new CompletableFuture<HttpServer>();
        binding.addListener(bound -> {
            if (bound.isSuccess()) {
                started.complete(
                        new HttpServer(binding.channel(), loops, connections, draining, system.getWhenTerminated()));
            } else {
                end(loops);
                started.completeExceptionally(bound.cause());
            }
        });
        return started;
    }

    private static HttpRequestDecoder decoder() {
        return new HttpRequestDecoder(
                new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE).setMaxHeaderSize(LONGEST_HEADERS));
    }

    /** Where it is reached. */
    public URI address() {
        var address = (InetSocketAddress) socket.localAddress();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort());
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
        socket.close();
        var stopped = draining.untilQuiet().thenCompose(_ -> connections.end(deadline));
        CompletableFuture.anyOf(stopped.toCompletableFuture(), systemEnded.toCompletableFuture())
                .completeOnTimeout(deadline, deadline.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
                .join();
        end(loops);
        loops.terminationFuture().awaitUninterruptibly(LOOPS_END.toMillis());
    }

    private static void end(EventLoopGroup loops) {
        loops.shutdownGracefully(0, LOOPS_END.toMillis(), TimeUnit.MILLISECONDS);
    }
}
