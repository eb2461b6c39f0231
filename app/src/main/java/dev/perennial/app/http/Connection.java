package dev.perennial.app.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: one request after the other, each answered before the next one begins. Everything happens on its
 * event loop, but for the work on a request, which ends wherever it ends.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Of requests sent ahead, this many parts are read before the client has to wait. */
    private static final int MOST_WAITING = 32;

    /** A request that is worked on. */
    private record Exchange(long begun, boolean head, boolean old, boolean keepAlive, Body body) {}

    private final Pipeline pipeline;
    private final Draining draining;
    private final Deadlines deadlines;
    private final SocketChannel channel;
    private final Outlet outlet;
    private final InetAddress peer;
    private final Queue<Object> waiting = new ArrayDeque<>();

    private @Nullable Exchange exchange;
    private Body arriving = Body.none();
    private boolean reading;
    private boolean looping;

    Connection(Pipeline pipeline, Draining draining, HttpSettings settings, SocketChannel channel) {
        this.pipeline = pipeline;
        this.draining = draining;
        this.deadlines = new Deadlines(settings);
        this.channel = channel;
        this.outlet = new Outlet(channel);
        // A client may be gone before anybody looks at it.
        InetSocketAddress address = channel.remoteAddress();
        this.peer = address == null ? InetAddress.getLoopbackAddress() : address.getAddress();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long period = deadlines.period().toMillis();
        var looks = context.executor().scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> looks.cancel(false));
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        deadlines.touched();
        reading = true;
        if (outlet.isClosing()) {
            ReferenceCountUtil.release(message);
            return;
        }
        waiting.add(message);
        goOn();
        if (waiting.size() >= MOST_WAITING) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        goOn();
    }

    /** Works on what has come, as far as that is possible now. */
    private void goOn() {
        if (looping) {
            return;
        }
        looping = true;
        Object next;
        while ((next = waiting.peek()) != null
                && (next instanceof HttpContent || exchange == null && channel.isWritable())) {
            waiting.remove();
            take(next);
        }
        looping = false;
        if (waiting.isEmpty() && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        if (outlet.hasInputEnded()) {
            endIfIdle();
        }
    }

    private void take(Object message) {
        try {
            switch (message) {
                case HttpRequest request -> begin(request);
                case HttpContent content -> receive(content);
                default -> throw new IllegalStateException("not a part of a request: " + message.getClass());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest message) {
        long now = System.nanoTime();
        draining.request(now);
        boolean head = message.method().equals(HttpMethod.HEAD);
        boolean old = message.protocolVersion().equals(HttpVersion.HTTP_1_0);
        IncomingRequest request;
        try {
            request = RequestReader.read(message, peer, this::invite);
        } catch (ProblemException e) {
            arriving = Body.coming();
            write(pipeline.refusal(e.problem()), head, old, true);
            return;
        }
        arriving = request.body();
        var begun = new Exchange(now, head, old, HttpUtil.isKeepAlive(message), arriving);
        exchange = begun;
        pipeline.answer(request).whenComplete((response, failure) -> {
            if (failure != null) {
                LOG.error("a request came out of the pipeline without an answer", failure);
                channel.close();
            } else if (channel.eventLoop().inEventLoop()) {
                answered(begun, response);
            } else {
                channel.eventLoop().execute(() -> answered(begun, response));
            }
        });
    }

    private void invite() {
        channel.writeAndFlush(ResponseWriter.goOn());
    }

    private void receive(HttpContent content) {
        if (!content.decoderResult().isSuccess()) {
            brokeOff();
            return;
        }
        if (arriving.hasEnded()) {
            return;
        }
        if (content.content().isReadable()) {
            arriving.add(content.content().nioBuffer());
        }
        if (content instanceof LastHttpContent) {
            arriving.end();
        }
    }

    private void brokeOff() {
        arriving.fail(Problems.MALFORMED_REQUEST.exception("the body broke off"));
    }

    private void answered(Exchange to, Response response) {
        if (exchange != to) {
            return; // It was answered already that this takes too long, or nobody is there any more.
        }
        exchange = null;
        boolean more = to.keepAlive && to.body.hasEnded() && !(outlet.hasInputEnded() && waiting.isEmpty());
        write(response, to.head, to.old, !more || draining.hasBegun());
        goOn();
    }

    private void write(Response response, boolean head, boolean old, boolean last) {
        var bytes = ResponseWriter.write(channel.alloc(), response, head, old, last);
        deadlines.touched();
        if (last) {
            discardWaiting();
            outlet.sendLast(bytes);
        } else {
            outlet.send(bytes, !reading);
        }
    }

    /** Closes the connection if no request is worked on. */
    void endIfIdle() {
        if (exchange == null && waiting.isEmpty() && !outlet.isClosing()) {
            outlet.close();
        }
    }

    /** Looks which deadline has passed. */
    private void look() {
        long now = System.nanoTime();
        Exchange current = exchange;
        if (outlet.takesLeave(now)) {
            return;
        }
        if (current != null) {
            if (!current.body.hasEnded() && deadlines.isBodyLate(current.begun, now)) {
                current.body.fail(Problems.REQUEST_TIMEOUT.exception("the body did not arrive in time"));
            }
            if (deadlines.isAnswerLate(current.begun, now)) {
                answered(current, pipeline.tooSlow());
            }
        } else if (deadlines.hasIdledTooLong(now, outlet.hasProgressed())) {
            channel.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            brokeOff();
            outlet.endInput();
            goOn();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        exchange = null;
        brokeOff();
        discardWaiting();
    }

    private void discardWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("a connection broke", cause);
        } else {
            LOG.error("a connection had to be closed", cause);
        }
        context.close();
    }
}
