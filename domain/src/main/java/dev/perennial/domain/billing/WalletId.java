package dev.perennial.domain.billing;

import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.Ids;

/** A wallet of a tenant. */
public record WalletId(String value) {

    public WalletId {
        Ids.require(value, "wallet id");
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
