package dev.perennial.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A request rendered once; a copy of its bytes with the numbers put in costs next to nothing. */
final class RequestBytes {

    /** Bytes that no request holds, as many as the number has digits. */
    private static final String ENTITY_GAP = "\u0001".repeat(6);

    private static final String UNIQUE_GAP = "\u0002".repeat(19);

    /** Starts beyond what an earlier process can have reached, unless that sent a thousand million a second. */
    private static final AtomicLong UNIQUE = new AtomicLong(System.currentTimeMillis() * 1_000_000);

    private record Gap(int at, int digits, boolean entity) {}

    private final byte[] bytes;
    private final List<Gap> gaps;

    RequestBytes(Request request, int port) {
        String body = withGaps(request.body());
        var text = new StringBuilder(
                "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(request.method(), withGaps(request.path()), port));
        request.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(withGaps(value)).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        text.append("\r\n").append(body);
        if (!US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("requests of the load generator are ASCII");
        }
        bytes = text.toString().getBytes(US_ASCII);
        gaps = gaps(text.toString());
    }

    /** The target is then ready to be written out. */
    void render(int entity, ByteBuffer target) {
        target.clear();
        target.put(bytes);
        long unique = nextUnique();
        for (Gap gap : gaps) {
            putDigits(gap.entity() ? entity : unique, gap, target);
        }
        target.flip();
    }

    static long nextUnique() {
        return UNIQUE.getAndIncrement();
    }

    int length() {
        return bytes.length;
    }

    private static void putDigits(long number, Gap gap, ByteBuffer target) {
        long left = number;
        for (int at = gap.at() + gap.digits() - 1; at >= gap.at(); at--) {
            target.put(at, (byte) ('0' + left % 10));
            left /= 10;
        }
    }

    private static String withGaps(String text) {
        return text.replace(Request.ENTITY, ENTITY_GAP).replace(Request.UNIQUE, UNIQUE_GAP);
    }

    private static List<Gap> gaps(String text) {
        var found = new ArrayList<Gap>();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith(ENTITY_GAP, at)) {
                found.add(new Gap(at, ENTITY_GAP.length(), true));
                at += ENTITY_GAP.length() - 1;
            } else if (text.startsWith(UNIQUE_GAP, at)) {
                found.add(new Gap(at, UNIQUE_GAP.length(), false));
                at += UNIQUE_GAP.length() - 1;
            }
        }
        return List.copyOf(found);
    }
}
