package dev.perennial.persistence.journal;

import java.util.Comparator;

/**
 * A place in the journal. Positions are not dense: between two of them there may be none.
 *
 * @param transactionId of the transaction that stored the event
 * @param ordering order within that transaction
 */
public record Position(long transactionId, long ordering) implements Comparable<Position> {

    /** Before every event. */
    public static final Position ORIGIN = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::transactionId).thenComparingLong(Position::ordering);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    public static Position later(Position a, Position b) {
        return a.isAfter(b) ? a : b;
    }
}
