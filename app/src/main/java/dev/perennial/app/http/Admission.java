package dev.perennial.app.http;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many requests this node works on at a time; the rest is refused at once instead of queueing up. */
public final class Admission {

    private final int most;
    private final AtomicInteger inFlight = new AtomicInteger();

    public Admission(int most) {
        this.most = most;
    }

    /** Whether it is pointless to ask for a place now. */
    boolean isFull() {
        return inFlight.get() >= most;
    }

    /** Takes a place. Whoever got one gives it back with {@link #leave} exactly once. */
    boolean enter() {
        if (inFlight.incrementAndGet() <= most) {
            return true;
        }
        inFlight.decrementAndGet();
        return false;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** Requests being worked on now. */
    public int inFlight() {
        return inFlight.get();
    }
}
