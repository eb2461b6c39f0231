package dev.perennial.domain.billing;

/** A charge of a tenant's subscription. They count from 1, also when a subscription ends and another begins. */
public record ChargeId(int value) {

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
