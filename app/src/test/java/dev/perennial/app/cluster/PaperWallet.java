package dev.perennial.app.cluster;

import dev.perennial.app.cluster.Credits.Access;
import dev.perennial.app.cluster.Credits.Access.Captured;
import dev.perennial.app.cluster.Credits.Access.Held;
import dev.perennial.app.cluster.Credits.Access.Refused;
import dev.perennial.app.cluster.Credits.Access.Seen;
import dev.perennial.app.cluster.Credits.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** A wallet that dozens of clients use at a time, and what they saw of it. It is right until it is made to err. */
final class PaperWallet {

    static final long CREDITS = 100;

    /** Between what takes effect; each operation is under way for up to 64 of these. */
    private static final int STEP = 10;

    private static final int LONGEST = 32 * STEP;

    private final Random random;
    private final List<Operation<Access>> history = new ArrayList<>();
    private final TreeMap<Long, Long> holds = new TreeMap<>();
    private Standing now = new Standing(0, CREDITS, 0);
    private long time;
    private long names;

    PaperWallet(long seed) {
        random = new Random(seed);
    }

    Standing now() {
        return now;
    }

    long refusals() {
        return history.stream().filter(each -> each.what() instanceof Refused).count();
    }

    boolean isRight() {
        return Linearizability.holds(new Credits(0, CREDITS, Map.of()), Credits::after, history);
    }

    /** Most of what it is asked it refuses. */
    void work(int operations) {
        for (int i = 0; i < operations; i++) {
            int amount = 1 + random.nextInt(30);
            int what = random.nextInt(12);
            if (what == 0) {
                answer(new Seen(now));
            } else if (what < 3 && !holds.isEmpty()) {
                var oldest = holds.firstEntry();
                end(oldest.getKey(), random.nextBoolean() ? 0 : 1);
            } else if (amount > now.available()) {
                answer(new Refused(amount, now.available()));
            } else if (random.nextInt(20) == 0) {
                holdUnseen(amount);
            } else {
                hold(amount);
            }
        }
    }

    void releaseAll() {
        List.copyOf(holds.keySet()).forEach(hold -> end(hold, 0));
    }

    /** Its number. */
    long hold(long amount) {
        answer(held(amount));
        return names;
    }

    /** The client went away before its answer came. */
    private void holdUnseen(long amount) {
        history.add(new Operation<>(held(amount), called(), Operation.NEVER));
    }

    private Held held(long amount) {
        holds.put(++names, amount);
        change(-amount, amount);
        return new Held("h" + names, amount, now);
    }

    /** Without a trace. */
    void lose(long hold) {
        long amount = Objects.requireNonNull(holds.remove(hold));
        change(amount, -amount);
    }

    /** As it was before: whoever says so next has forgotten what came between. */
    void goBackTo(Standing before) {
        now = before;
    }

    /** So long that nothing said before is under way any more. */
    void rest() {
        time += 2 * LONGEST;
    }

    void answer(Access what) {
        history.add(new Operation<>(what, called(), time + random.nextInt(LONGEST)));
        time += STEP;
    }

    private void end(long hold, long captured) {
        long amount = Objects.requireNonNull(holds.remove(hold));
        change(amount - captured, -amount);
        answer(new Captured("h" + hold, captured, now));
    }

    private void change(long available, long held) {
        now = new Standing(now.revision() + 1, now.available() + available, now.held() + held);
    }

    private long called() {
        return time - random.nextInt(LONGEST);
    }
}
