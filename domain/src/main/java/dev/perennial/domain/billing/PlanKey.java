package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A plan of the catalogue, in all its versions. */
public record PlanKey(String value) {

    public PlanKey {
        Ids.require(value, "plan key");
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
