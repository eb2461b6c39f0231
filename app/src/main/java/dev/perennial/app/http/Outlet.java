package dev.perennial.app.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;

/**
 * What goes to a client, and how that ends: after the last answer, what still arrives is read until the client has seen
 * the end. Closed at once, the connection would take the answer with it. Used on the connection's event loop only.
 */
final class Outlet {

    /** How long a client has to notice that no more is read from it. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private boolean closing;
    private boolean inputEnded;
    private long endedAt;
    private long unsent;

    Outlet(SocketChannel channel) {
        this.channel = channel;
    }

    /** Whether no more requests are answered. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the client sends no more. */
    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Sends an answer; if not at once, then with the next one that is. */
    void send(ByteBuf bytes, boolean atOnce) {
        if (atOnce) {
            channel.writeAndFlush(bytes, channel.voidPromise());
        } else {
            channel.write(bytes, channel.voidPromise());
        }
    }

    /** Sends the last answer. */
    void sendLast(ByteBuf bytes) {
        closing = true;
        channel.writeAndFlush(bytes).addListener(sending -> {
            if (!sending.isSuccess() || inputEnded) {
                channel.close();
            } else {
                endedAt = System.nanoTime();
                channel.shutdownOutput();
                channel.config().setAutoRead(true);
            }
        });
    }

    /** Closes the connection when what was sent is on its way. */
    void close() {
        closing = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The client sends no more. */
    void endInput() {
        inputEnded = true;
        if (endedAt != 0) {
            channel.close();
        }
    }

    /** Whether the farewell is going on; ends it if it takes too long. */
    boolean takesLeave(long now) {
        if (endedAt != 0 && now - endedAt >= FAREWELL.toNanos()) {
            channel.close();
        }
        return endedAt != 0;
    }

    /** Whether the client has read something since this was asked last. */
    boolean hasProgressed() {
        var buffer = channel.unsafe().outboundBuffer();
        long before = unsent;
        unsent = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        return unsent != before;
    }
}
