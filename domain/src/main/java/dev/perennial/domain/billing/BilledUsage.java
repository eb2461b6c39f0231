package dev.perennial.domain.billing;

import java.util.List;

/**
 * How much of a meter's usage in a period was billed, up to and with an invoice. What comes late is what is more by then.
 *
 * @param units the included ones, then those of each tier, in order
 */
public record BilledUsage(Period period, MeterKey meter, List<Long> units) {

    public BilledUsage {
        units = List.copyOf(units);
    }
}
