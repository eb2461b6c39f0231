package dev.perennial.domain.billing;

import java.util.List;

/**
 * What a subscription asks to be paid, once. What is known beforehand is in the lines; what the usage costs is added by
 * whoever makes the invoice of it.
 *
 * @param period what the lines pay for
 * @param total the sum of the lines, never negative
 * @param balance how much of the tenant's favour the lines use up
 * @param usage what else is to be priced: nothing of it is in the lines
 * @param earlier what was priced before, of which the late part is to be priced
 */
public record Charge(
        ChargeId id,
        Kind kind,
        Period period,
        List<ChargeLine> lines,
        Money total,
        Money balance,
        List<UsageDue> usage,
        List<EarlierUsage> earlier) {

    public Charge {
        lines = List.copyOf(lines);
        usage = List.copyOf(usage);
        earlier = List.copyOf(earlier);
    }

    /** The closed set of occasions. */
    public enum Kind {
        /** The first period; nothing is entitled before it is paid. */
        FIRST,
        /** A further period, with the usage of the one that has ended. */
        RENEWAL,
        /** A change within a period; it takes effect when it is paid. */
        CHANGE,
        /** The usage that a subscription leaves behind at its end, and once more what of it came late. */
        FINAL
    }

    /** Whether nothing is to be paid, whatever was used. */
    public boolean isSettled() {
        return total.isZero() && usage.isEmpty() && earlier.isEmpty();
    }
}
