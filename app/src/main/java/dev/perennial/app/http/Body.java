package dev.perennial.app.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The body of a request on its way. It is kept as far as somebody wants it, and its end is waited for as far as that is
 * near. All of it happens on the connection's thread.
 */
final class Body {

    /** How far beyond the limit the end is waited for. */
    static final int LINGER = 1 << 20;

    private static final byte[] NONE = {};

    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final Runnable invitation;
    private final boolean invited;
    private final boolean empty;

    private byte[] bytes = NONE;
    private long length;
    private int limit;
    private boolean ended;

    /**
     * @param invited whether the client waits to be told to send it
     * @param invitation tells it to
     */
    private Body(boolean empty, boolean invited, Runnable invitation) {
        this.empty = empty;
        this.ended = empty;
        this.invited = invited;
        this.invitation = invitation;
    }

    /** Of a request that has none. */
    static Body none() {
        return new Body(true, false, () -> {});
    }

    /** One that comes by itself. */
    static Body coming() {
        return new Body(false, false, () -> {});
    }

    /** One that the client sends when it is told to. */
    static Body announced(Runnable invitation) {
        return new Body(false, true, invitation);
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether nothing more of it can come. */
    boolean hasEnded() {
        return ended;
    }

    /** All of it; fails with 413 beyond the limit, 408 if it does not come in time and 400 if it breaks off. */
    CompletionStage<byte[]> read(int most) {
        limit = most;
        if (ended) {
            whole.complete(NONE);
        } else if (length == 0) {
            invitation.run();
        }
        return whole;
    }

    /** Completes when the connection can go on to its next request, or the end is too far away. Never fails. */
    CompletionStage<Void> discard() {
        if (ended || invited) {
            return CompletableFuture.completedStage(null);
        }
        return whole.handle((_, _) -> null);
    }

    /** More of it has come. */
    void add(ByteBuffer piece) {
        int more = piece.remaining();
        if (length + more <= limit) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + more, 2L * bytes.length)));
            }
            piece.get(bytes, (int) length, more);
        } else {
            bytes = NONE;
        }
        length += more;
        if (length > limit + (long) LINGER) {
            whole.completeExceptionally(tooLarge());
        }
    }

    /** It has all come. */
    void end() {
        ended = true;
        if (length > limit) {
            whole.completeExceptionally(tooLarge());
        } else {
            whole.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, (int) length));
        }
    }

    /** It does not come. */
    void fail(ProblemException why) {
        whole.completeExceptionally(why);
    }

    private ProblemException tooLarge() {
        return Problems.BODY_TOO_LARGE
                .problem("the body may have up to " + limit + " bytes")
                .with("limit", Integer.toString(limit))
                .exception();
    }
}
