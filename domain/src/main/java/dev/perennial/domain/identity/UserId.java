package dev.perennial.domain.identity;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A user of a tenant. */
public record UserId(String value) {

    public UserId {
        Ids.require(value, "user id");
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
