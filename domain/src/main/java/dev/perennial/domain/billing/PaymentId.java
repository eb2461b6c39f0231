package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** One attempt to collect an amount from a tenant. */
public record PaymentId(String value) {

    public PaymentId {
        Ids.require(value, "payment id");
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
