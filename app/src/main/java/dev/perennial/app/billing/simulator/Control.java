package dev.perennial.app.billing.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What the next requests meet, as told by {@code PUT /control}, and who is held. */
final class Control {

    /**
     * @param operation {@code charge}, {@code refund} or {@code find}
     * @param times how many requests
     */
    record Order(String operation, Behaviour behaviour, int times) {}

    private final Deque<Order> orders = new ArrayDeque<>();
    private int held;
    private int released;

    synchronized void add(Order order) {
        orders.addLast(order);
    }

    synchronized Optional<Behaviour> next(String operation) {
        for (var order : orders) {
            if (order.operation().equals(operation)) {
                orders.remove(order);
                if (order.times() > 1) {
                    orders.addFirst(new Order(operation, order.behaviour(), order.times() - 1));
                }
                return Optional.of(order.behaviour());
            }
        }
        return Optional.empty();
    }

    /** Waits until it is let go on. */
    synchronized void hold() throws InterruptedException {
        held++;
        var mine = ++waiting;
        while (released < mine) {
            wait();
        }
        held--;
    }

    private int waiting;

    synchronized int held() {
        return held;
    }

    /** Lets all go on, and forgets all orders. */
    synchronized void release() {
        orders.clear();
        released = waiting;
        notifyAll();
    }
}
