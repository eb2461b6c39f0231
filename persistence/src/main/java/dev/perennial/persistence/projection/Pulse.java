package dev.perennial.persistence.projection;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for something to be written. Ringing never blocks; rings that nobody has heard yet are one. */
public final class Pulse {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private volatile long count;
    private volatile int waiting;

    /** Something was committed. */
    public void ring() {
        lock.lock();
        try {
            count++;
            if (waiting > 0) {
                rung.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One who waits. Not for sharing between threads. Hears what rings from now on. */
    public Listener listen() {
        return new Listener();
    }

    /** Remembers what it heard last, so nothing that rings between two waits is missed. */
    public final class Listener {

        private long heard = count;

        /** Returns at once when it rang since the last call; else waits for it. How often it rang; 0 after the timeout. */
        public long await(Duration timeout) throws InterruptedException {
            if (count == heard) {
                awaitRing(timeout);
            }
            var rings = unheard();
            heard += rings;
            return rings;
        }

        /** How often it rang since the last wait. */
        public long unheard() {
            return count - heard;
        }

        private void awaitRing(Duration timeout) throws InterruptedException {
            var left = timeout.toNanos();
            lock.lock();
            waiting++;
            try {
                while (count == heard && left > 0) {
                    left = rung.awaitNanos(left);
                }
            } finally {
                waiting--;
                lock.unlock();
            }
        }
    }
}
