package dev.perennial.app.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The open connections of a server: no more than it may have, and their orderly end. */
final class Connections extends ChannelInboundHandlerAdapter {

    private final int most;
    private final Map<SocketChannel, Connection> open = new ConcurrentHashMap<>();

    /** Counted on the socket's event loop, since accepting is faster than setting connections up. */
    private int accepted;

    Connections(int most) {
        this.most = most;
    }

    /** A connection was accepted. With the last that may be, the others wait until one of them ends. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
        var socket = context.channel();
        accepted++;
        socket.config().setAutoRead(accepted < most);
        ((Channel) connection).closeFuture().addListener(_ -> {
            // At the end of the server its event loops may take no more.
            if (socket.isOpen()) {
                context.executor().execute(() -> {
                    accepted--;
                    socket.config().setAutoRead(true);
                });
            }
        });
        context.fireChannelRead(connection);
    }

    void add(Connection connection, SocketChannel channel) {
        open.put(channel, connection);
        channel.closeFuture().addListener(_ -> open.remove(channel));
    }

    /** Closes those that are idle, and the others with their answers or at the deadline. Completes when all are closed. */
    CompletionStage<Void> end(Duration deadline) {
        open.forEach((channel, connection) -> channel.eventLoop().execute(connection::endIfIdle));
        var ends = open.keySet().stream().map(Connections::ended).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends)
                .completeOnTimeout(null, deadline.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> open.keySet().forEach(Channel::close));
    }

    private static CompletableFuture<Void> ended(SocketChannel channel) {
        var ended = new CompletableFuture<Void>();
        channel.closeFuture().addListener(_ -> ended.complete(null));
        return ended;
    }
}
