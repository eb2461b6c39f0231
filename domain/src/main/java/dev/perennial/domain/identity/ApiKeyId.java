package dev.perennial.domain.identity;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A credential of a program. */
public record ApiKeyId(String value) {

    public ApiKeyId {
        Ids.require(value, "api key id");
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
