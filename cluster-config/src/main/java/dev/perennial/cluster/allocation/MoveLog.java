package dev.perennial.cluster.allocation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest moves in the cluster, as every node hears of them: whoever coordinates next knows them too. */
public final class MoveLog {

    private static final int KEPT = 1_000;
    private static final int RECENT = 32;

    /** What is expected before anything was measured. */
    private static final Duration GUESS = Duration.ofMillis(100);

    private final Deque<MadeMove> moves = new ArrayDeque<>();

    private final List<Consumer<MadeMove>> listeners = new CopyOnWriteArrayList<>();

    void hear(MadeMove move) {
        synchronized (this) {
            moves.addFirst(move);
            if (moves.size() > KEPT) {
                moves.removeLast();
            }
        }
        listeners.forEach(listener -> listener.accept(move));
    }

    /** Is told of each move; it must not block. */
    public void whenMoved(Consumer<MadeMove> listener) {
        listeners.add(listener);
    }

    /** The newest first. */
    public synchronized List<MadeMove> moves() {
        return List.copyOf(moves);
    }

    /** The median pause of the latest moves. */
    public synchronized Duration usualPause() {
        var pauses = moves.stream()
                .filter(MadeMove::done)
                .limit(RECENT)
                .map(MadeMove::pause)
                .sorted()
                .toList();
        return pauses.isEmpty() ? GUESS : pauses.get(pauses.size() / 2);
    }
}
