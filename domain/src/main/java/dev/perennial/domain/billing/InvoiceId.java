package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** An invoice of a tenant. */
public record InvoiceId(String value) {

    public InvoiceId {
        Ids.require(value, "invoice id");
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
