package dev.perennial.persistence.history;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.HorizonReader;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.query.TenantQueries;
import dev.perennial.persistence.shell.Versioned;
import java.time.Instant;
import java.util.List;

/**
 * One entity's past, straight from the journal: it includes every committed event, without waiting for any view. Blocks.
 */
public final class History {

    /** Events of an entity beyond which its state at a past moment is not computed. */
    public static final long MAX_EVENTS = 100_000;

    private static final int CHUNK = 500;

    private static final String LAST_BEFORE = """
            select coalesce(max(sequence_number), 0) from journal.event_journal
            where persistence_id = ? and write_timestamp < ?
            """;

    private final TenantQueries queries;
    private final HorizonReader reader;

    public History(TenantQueries queries, HorizonReader reader) {
        this.queries = queries;
        this.reader = reader;
    }

    /** A moment in an entity's past. */
    public sealed interface Moment {

        /** Right after that many events. */
        record Revision(long revision) implements Moment {}

        /** After all events up to that time, by the clocks of the nodes that decided them. */
        record Time(Instant instant) implements Moment {}

        /** Whether the event had happened by then. */
        default boolean includes(StoredEvent event) {
            return switch (this) {
                case Revision(var revision) -> event.revision() <= revision;
                case Time(var instant) -> !event.at().isAfter(instant);
            };
        }
    }

    /** The entity has more than {@link #MAX_EVENTS} events before the moment asked for. */
    public static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("more than " + MAX_EVENTS + " events", null, false, false);
        }
    }

    /** The entity's events after a revision, oldest first, at most {@code limit}. */
    public List<StoredEvent> events(
            EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id, long afterRevision, int limit) {
        var entity = new StoredEvent.Entity(type.name(), tenant, id);
        return queries.of(
                tenant, HorizonReader.entityQuery(), reader::event, entity.persistenceId(), afterRevision, limit);
    }

    /** The revision of the entity's last event that was written before then, by the clocks of the nodes; 0 for none. */
    public long revisionBefore(EntityType<?, ?, ?, ?> type, TenantId tenant, EntityId id, Instant time) {
        var entity = new StoredEvent.Entity(type.name(), tenant, id);
        return queries.of(tenant, LAST_BEFORE, row -> row.getLong(1), entity.persistenceId(), time.toEpochMilli())
                .getFirst();
    }

    /**
     * What the entity was at the moment, and how many events had led to it; its initial state at revision 0 if it was not
     * there yet. A revision it never had gives its present state.
     *
     * @throws TooLongException when too many events would have to be read
     */
    public <S, E> Versioned<S> stateAt(EntityType<S, ?, E, ?> type, TenantId tenant, EntityId id, Moment moment) {
        var state = new Versioned<>(type.decider().initial(), 0);
        while (state.revision() < MAX_EVENTS) {
            var chunk = events(type, tenant, id, state.revision(), CHUNK);
            for (var event : chunk) {
                if (!moment.includes(event)) {
                    return state;
                }
                state = evolve(type, state, event);
            }
            if (chunk.size() < CHUNK) {
                return state;
            }
        }
        throw new TooLongException();
    }

    private static <S, E> Versioned<S> evolve(EntityType<S, ?, E, ?> type, Versioned<S> before, StoredEvent event) {
        var next = type.decider().evolve(before.state(), type.event().cast(event.event()));
        return new Versioned<>(next, event.revision());
    }
}
