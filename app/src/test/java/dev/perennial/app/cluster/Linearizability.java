package dev.perennial.app.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what clients saw of one object can be explained by one operation after the other, each between its call and its
 * return. Exact: Wing and Gong's search, with Lowe's memory of what was tried.
 *
 * <p>Of operations that leave the object as it is, such as reads and refusals, none is a choice: whatever order explains
 * the history, each of them may as well be the very next one once it fits, since no other notices. Without that, a few
 * dozen refusals at the same time have more orders than can be tried.
 */
final class Linearizability<S, O> {

    /** What operations do to the object, one at a time. */
    @FunctionalInterface
    interface Model<S, O> {

        /** The state after the operation; empty if it cannot have returned what it did in this state. */
        Optional<S> after(S state, O operation);
    }

    /** A call or the return that belongs to it, in a list by time from which operations are taken out and put back. */
    private static final class Event {

        private final int operation;
        private final boolean call;
        private final long time;
        private @Nullable Event matching;
        private @Nullable Event before;
        private @Nullable Event next;

        Event(int operation, boolean call, long time) {
            this.operation = operation;
            this.call = call;
            this.time = time;
        }

        void takeOut() {
            if (before != null) {
                before.next = next;
            }
            if (next != null) {
                next.before = before;
            }
        }

        void putBack() {
            if (before != null) {
                before.next = this;
            }
            if (next != null) {
                next.before = this;
            }
        }
    }

    /**
     * Where the search has been: the same operations may lead to the same state in many orders. Of those known the first
     * ones were all done, then some, then none: so this is small.
     */
    private record Tried<S>(int first, BitSet some, BitSet unknown, S state) {}

    /** An operation that changed the object, and those that only saw it as it was then. */
    private record Step<S>(Event call, S before, Deque<Event> seen) {}

    private final Model<S, O> model;
    private final List<Operation<O>> history;
    private final Event head = new Event(-1, false, Long.MIN_VALUE);
    private final Deque<Step<S>> steps = new ArrayDeque<>();
    private final Set<Tried<S>> tried = new HashSet<>();
    private final BitSet done = new BitSet();
    private final int known;
    private int missing;

    private Linearizability(Model<S, O> model, List<Operation<O>> history) {
        this.model = model;
        this.history = history.stream()
                .sorted(Comparator.<Operation<O>, Boolean>comparing(operation -> !operation.isKnown())
                        .thenComparing(Operation::called))
                .toList();
        this.known = (int) history.stream().filter(Operation::isKnown).count();
        this.missing = known;
        link();
    }

    /** Whether there is such an order. */
    static <S, O> boolean holds(S initial, Model<S, O> model, List<Operation<O>> history) {
        return new Linearizability<>(model, history).search(initial);
    }

    private void link() {
        var events = new ArrayList<Event>();
        for (int i = 0; i < history.size(); i++) {
            var operation = history.get(i);
            var call = new Event(i, true, operation.called());
            events.add(call);
            if (operation.isKnown()) {
                var end = new Event(i, false, operation.returned());
                call.matching = end;
                events.add(end);
            }
        }
        // At the same time, a call comes first: then the two may have been in any order.
        events.sort(Comparator.<Event>comparingLong(event -> event.time).thenComparing(event -> !event.call));
        var last = head;
        for (var event : events) {
            last.next = event;
            event.before = last;
            last = event;
        }
    }

    private boolean search(S initial) {
        var state = initial;
        takeAllThatSee(state);
        var event = head.next;
        while (missing > 0) {
            if (event != null && event.call) {
                var after = model.after(state, history.get(event.operation).what());
                if (after.isPresent() && !after.get().equals(state) && isNew(event, state, after.get())) {
                    state = after.get();
                    event = head.next;
                } else {
                    event = event.next;
                }
            } else if (steps.isEmpty()) {
                return false;
            } else {
                // Something has returned that cannot have taken effect yet: the last choice was wrong.
                var step = goBack();
                state = step.before();
                event = step.call().next;
            }
        }
        return true;
    }

    /** Goes there, and stays unless it has been there. */
    private boolean isNew(Event call, S before, S after) {
        take(call);
        steps.push(new Step<>(call, before, takeAllThatSee(after)));
        int first = done.nextClearBit(0);
        if (tried.add(
                new Tried<>(first, done.get(Math.min(first, known), known), done.get(known, history.size()), after))) {
            return true;
        }
        goBack();
        return false;
    }

    private Step<S> goBack() {
        var step = steps.pop();
        step.seen().forEach(this::giveBack);
        giveBack(step.call());
        return step;
    }

    /** The last one first. Those of which nobody knows are left, as nothing depends on them. */
    private Deque<Event> takeAllThatSee(S state) {
        var seen = new ArrayDeque<Event>();
        var last = head;
        for (var event = head.next; event != null && event.call; event = last.next) {
            if (event.matching != null
                    && model.after(state, history.get(event.operation).what())
                            .filter(state::equals)
                            .isPresent()) {
                take(event);
                seen.push(event);
            } else {
                last = event;
            }
        }
        return seen;
    }

    private void take(Event call) {
        done.set(call.operation);
        call.takeOut();
        if (call.matching != null) {
            call.matching.takeOut();
            missing--;
        }
    }

    private void giveBack(Event call) {
        if (call.matching != null) {
            call.matching.putBack();
            missing++;
        }
        call.putBack();
        done.clear(call.operation);
    }
}
