package dev.perennial.domain.identity;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A log-in of a user. */
public record SessionId(String value) {

    public SessionId {
        Ids.require(value, "session id");
    }

    /** The id by which the entity is reached. */
    public EntityId entity() {
        return new EntityId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
