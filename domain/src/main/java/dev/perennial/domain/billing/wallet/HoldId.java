package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.Ids;

/** Credits set aside for one purpose. */
public record HoldId(String value) {

    public HoldId {
        Ids.require(value, "hold id");
    }

    @Override
    public String toString() {
        return value;
    }
}
