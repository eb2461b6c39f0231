package dev.perennial.domain.billing.wallet;

import dev.perennial.domain.kernel.Ids;

/** Credits that came into a wallet at one time, on the same terms. */
public record GrantId(String value) {

    public GrantId {
        Ids.require(value, "grant id");
    }

    @Override
    public String toString() {
        return value;
    }
}
