package dev.perennial.persistence.projection;

import dev.perennial.persistence.journal.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that follows the journal from its beginning.
 *
 * @param name under which its offsets are kept
 * @param fingerprint of the form of what it writes; its runners rest while the database holds another form. Empty for a
 *     projection that writes no views
 */
public record Projection(String name, String fingerprint, Handler handler) {

    /** What is done with the events: per entity in order, across entities in journal order. */
    public sealed interface Handler permits View, Reaction {}

    /** Writes rows in the same transaction as the offset: each event takes effect exactly once. */
    @FunctionalInterface
    public non-sealed interface View extends Handler {
        void apply(Connection connection, List<StoredEvent> events) throws SQLException;
    }

    /** Acts outside the database, before the offset moves: each event is met at least once. */
    @FunctionalInterface
    public non-sealed interface Reaction extends Handler {
        void react(List<StoredEvent> events) throws Exception;
    }

    /** A projection that acts instead of writing views. */
    public static Projection reaction(String name, Reaction reaction) {
        return new Projection(name, "", reaction);
    }
}
