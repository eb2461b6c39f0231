package dev.perennial.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. It is made when it is first needed, and again when lost. */
final class Connection {

    private final Selector selector;
    private final InetSocketAddress address;
    private final ByteBuffer request;
    private ResponseReader response = new ResponseReader();
    private SocketChannel channel;
    private long sentAt;
    private boolean busy;

    Connection(Selector selector, int port, int requestBytes) throws IOException {
        this.selector = selector;
        this.address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        this.request = ByteBuffer.allocateDirect(requestBytes);
        this.channel = SocketChannel.open();
        channel.close();
    }

    boolean busy() {
        return busy;
    }

    /** When the request under way was sent. */
    long sentAt() {
        return sentAt;
    }

    ResponseReader response() {
        return response;
    }

    void send(RequestBytes bytes, int entity, long now) throws IOException {
        busy = true;
        sentAt = now;
        bytes.render(entity, request);
        if (channel.isOpen()) {
            write();
        } else {
            connect();
        }
    }

    /** Does what the selector found possible; true when the answer is complete. */
    boolean proceed(SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            write();
            return false;
        }
        if (key.isWritable()) {
            write();
            return false;
        }
        if (!response.read(channel)) {
            return false;
        }
        busy = false;
        if (response.closing()) {
            close();
        }
        return true;
    }

    /** Whatever is under way is given up. */
    void close() {
        busy = false;
        try {
            channel.close();
        } catch (IOException failed) {
            // It is not used again either way.
        }
    }

    private void connect() throws IOException {
        response = new ResponseReader();
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(address)) {
            key.interestOps(SelectionKey.OP_READ);
            write();
        }
    }

    private void write() throws IOException {
        channel.write(request);
        channel.keyFor(selector).interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
}
