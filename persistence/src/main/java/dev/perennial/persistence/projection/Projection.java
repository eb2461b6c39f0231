package dev.perennial.persistence.projection;

import dev.perennial.domain.kernel.EntityType;
import dev.perennial.persistence.journal.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Something that follows the journal from its beginning.
 *
 * @param name under which its offsets are kept
 * @param types names of the entity types whose events it is for; it meets no others
 * @param sums whether many events end up in few rows: it lets more of them come together under load
 * @param fingerprint of the form of what it writes; its runners rest while the database holds another form. Empty for a
 *     projection that writes no views
 */
public record Projection(String name, Set<String> types, boolean sums, String fingerprint, Handler handler) {

    public Projection {
        types = Set.copyOf(types);
    }

    /** One that does something for each event. */
    public Projection(String name, Set<String> types, String fingerprint, Handler handler) {
        this(name, types, false, fingerprint, handler);
    }

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

    /** A projection that acts on the events of one entity type instead of writing views. */
    public static Projection reaction(String name, EntityType<?, ?, ?, ?> type, Reaction reaction) {
        return new Projection(name, Set.of(type.name()), "", reaction);
    }
}
