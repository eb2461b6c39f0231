package dev.perennial.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The bytes of responses: a small one is one buffer, so that it is one write. */
final class ResponseWriter {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final byte[] CLOSE = "Connection: close\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] END = "\r\n".getBytes(ISO_8859_1);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);
    private static final int STATUSES = 600;
    private static final byte[][] STATUS_LINES = new byte[STATUSES][];

    /** Room for the lines that are added here. */
    private static final int OWN_LINES = 128;

    /** A body up to this is copied behind its head. */
    private static final int SMALL = 32 * 1024;

    static {
        for (int status = 100; status < STATUSES; status++) {
            STATUS_LINES[status] = ("HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n").getBytes(ISO_8859_1);
        }
    }

    private record Date(long second, byte[] line) {}

    private static volatile Date date = new Date(0, END);

    private ResponseWriter() {}

    static ByteBuf goOn() {
        return Unpooled.wrappedBuffer(CONTINUE);
    }

    /**
     * The response as it is sent.
     *
     * @param head whether its body is left out
     * @param old whether the client speaks HTTP/1.0, and is told that its connection stays
     */
    static ByteBuf write(ByteBufAllocator allocator, Response response, boolean head, boolean old, boolean close) {
        byte[] body = response.body();
        boolean copied = !head && body.length <= SMALL;
        var buffer = allocator.directBuffer(response.headers().length + OWN_LINES + (copied ? body.length : 0));
        buffer.writeBytes(STATUS_LINES[response.status()])
                .writeBytes(response.headers())
                .writeBytes(date())
                .writeBytes(close ? CLOSE : old ? KEEP_ALIVE : END);
        if (copied) {
            buffer.writeBytes(body);
        }
        return head || copied ? buffer : Unpooled.wrappedBuffer(buffer, Unpooled.wrappedBuffer(body));
    }

    private static byte[] date() {
        long second = System.currentTimeMillis() / 1000;
        Date last = date;
        if (last.second != second) {
            last = new Date(
                    second, ("Date: " + DATE.format(Instant.ofEpochSecond(second)) + "\r\n").getBytes(ISO_8859_1));
            date = last;
        }
        return last.line;
    }
}
