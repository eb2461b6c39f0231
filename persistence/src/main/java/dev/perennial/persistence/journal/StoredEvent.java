package dev.perennial.persistence.journal;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.EventCodec.Decoded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it is in the journal; its payload is decoded when first asked for. Not for sharing between threads. */
public final class StoredEvent {

    private final Entity entity;
    private final long revision;
    private final Instant at;
    private final int slice;
    private final Position position;
    private final String manifest;
    private final byte[] payload;
    private final EventCodec codec;
    private @Nullable Decoded decoded;

    StoredEvent(
            Entity entity,
            long revision,
            Instant at,
            int slice,
            Position position,
            String manifest,
            byte[] payload,
            EventCodec codec) {
        this.entity = entity;
        this.revision = revision;
        this.at = at;
        this.slice = slice;
        this.position = position;
        this.manifest = manifest;
        this.payload = payload;
        this.codec = codec;
    }

    /**
     * Which entity an event is of.
     *
     * @param type the entity type's name
     */
    public record Entity(String type, TenantId tenant, EntityId id) {

        private static final char SEPARATOR = '|';

        /** As stored: {@code type|tenant|id}. */
        public String persistenceId() {
            return type + SEPARATOR + tenant.value() + SEPARATOR + id.value();
        }

        static Entity parse(String persistenceId) {
            var first = persistenceId.indexOf(SEPARATOR);
            var second = persistenceId.indexOf(SEPARATOR, first + 1);
            return new Entity(
                    persistenceId.substring(0, first),
                    new TenantId(persistenceId.substring(first + 1, second)),
                    new EntityId(persistenceId.substring(second + 1)));
        }
    }

    public Entity entity() {
        return entity;
    }

    /** The entity's type, by name. */
    public String type() {
        return entity.type();
    }

    /** Counts the entity's events from 1, without gaps. */
    public long revision() {
        return revision;
    }

    /** When it was decided, by the clock of the node that decided. */
    public Instant at() {
        return at;
    }

    public int slice() {
        return slice;
    }

    public Position position() {
        return position;
    }

    /** Name and version under which it is stored. */
    public String manifest() {
        return manifest;
    }

    /** The event in its current version. */
    public Object event() {
        return decoded().event();
    }

    public Decoded decoded() {
        var known = decoded;
        if (known == null) {
            known = codec.decode(manifest, payload);
            decoded = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return manifest + " of " + entity.persistenceId() + " at revision " + revision;
    }
}
