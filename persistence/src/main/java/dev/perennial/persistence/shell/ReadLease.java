package dev.perennial.persistence.shell;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Until when this node may answer from memory alone. It is renewed several times in its length while the node is in touch
 * with its cluster, and a node that stands still, for whatever reason, does not renew it: so it is over before the others
 * can have taken the node's entities over, and the node need not notice anything for that.
 *
 * <p>After a lapse the node is in doubt for a while. By its end the node either has learned that it was removed or was not.
 * Times are those of {@link System#nanoTime}.
 */
final class ReadLease {

    private static final Logger log = LoggerFactory.getLogger(ReadLease.class);

    private final long length;
    private final long doubt;
    private long lastLook;
    private long doubtUntil;
    private boolean granted;
    private volatile long until;

    /** Before the first time that it is granted, nothing can have been taken over. */
    ReadLease(Duration length, Duration doubt, long now) {
        this.length = length.toNanos();
        this.doubt = doubt.toNanos();
        this.lastLook = now;
        this.doubtUntil = now;
        this.until = now;
    }

    /** Whether no other node has taken any entity of this one over by that moment. */
    boolean holds(long now) {
        return now - until < 0;
    }

    /**
     * By one thread at a time.
     *
     * @param now taken before it was looked whether the node is in touch
     */
    void renew(long now, boolean inTouch) {
        var stoodStill = now - lastLook;
        lastLook = now;
        if (stoodStill >= length) {
            log.warn(
                    "This node stood still for {} ms: for {} s it asks the journal before it answers from memory",
                    Duration.ofNanos(stoodStill).toMillis(),
                    Duration.ofNanos(doubt).toSeconds());
        }
        if (inTouch && stoodStill < length) {
            if (now - doubtUntil >= 0) {
                until = now + length;
                granted = true;
            }
        } else {
            until = now;
            doubtUntil = granted ? now + doubt : now;
        }
    }
}
