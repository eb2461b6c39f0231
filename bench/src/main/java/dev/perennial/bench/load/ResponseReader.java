package dev.perennial.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads one HTTP/1.1 answer after the other: only status, length, and whether the connection stays. */
final class ResponseReader {

    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int MAX_SAMPLE = 600;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] CONTENT_LENGTH = "\r\ncontent-length:".getBytes(US_ASCII);
    private static final byte[] CONNECTION_CLOSE = "\r\nconnection: close".getBytes(US_ASCII);

    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private int status;
    private boolean closing;
    private boolean inBody;
    private long bodyLeft;
    private String sample = "";

    /** Reads what is there; true when an answer is complete. */
    boolean read(ReadableByteChannel channel) throws IOException {
        if (channel.read(buffer) < 0) {
            throw new EOFException("closed by the server");
        }
        if (!inBody && !readHead()) {
            return false;
        }
        int here = (int) Math.min(bodyLeft, buffer.position());
        bodyLeft -= here;
        discard(here);
        inBody = bodyLeft > 0;
        return !inBody;
    }

    int status() {
        return status;
    }

    /** The server closes the connection after this answer. */
    boolean closing() {
        return closing;
    }

    /** The beginning of the answer as text, of those only that are not a success. */
    String sample() {
        return sample;
    }

    private boolean readHead() throws IOException {
        int end = find(HEAD_END, buffer.position());
        if (end < 0) {
            if (!buffer.hasRemaining()) {
                throw new IOException("a head of more than %d bytes".formatted(buffer.capacity()));
            }
            return false;
        }
        int head = end + HEAD_END.length;
        status = digits(STATUS_AT);
        int length = find(CONTENT_LENGTH, end);
        if (length < 0 && status != 204 && status != 304) {
            throw new IOException("an answer without Content-Length: " + text(head));
        }
        bodyLeft = length < 0 ? 0 : digits(length + CONTENT_LENGTH.length);
        closing = find(CONNECTION_CLOSE, end) >= 0;
        if (status >= 300) {
            sample = text(Math.min(buffer.position(), MAX_SAMPLE));
        }
        discard(head);
        return true;
    }

    private void discard(int count) {
        buffer.flip().position(count);
        buffer.compact();
    }

    /** The first place before {@code end}, letters of any case; -1 when there is none. */
    private int find(byte[] wanted, int end) {
        byte[] bytes = buffer.array();
        for (int at = 0; at + wanted.length <= Math.min(buffer.position(), end + HEAD_END.length); at++) {
            int matched = 0;
            while (matched < wanted.length && lower(bytes[at + matched]) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
    }

    private int digits(int from) {
        int at = from;
        while (buffer.get(at) == ' ') {
            at++;
        }
        int number = 0;
        for (; buffer.get(at) >= '0' && buffer.get(at) <= '9'; at++) {
            number = number * 10 + buffer.get(at) - '0';
        }
        return number;
    }

    private String text(int length) {
        return new String(buffer.array(), 0, length, UTF_8);
    }
}
