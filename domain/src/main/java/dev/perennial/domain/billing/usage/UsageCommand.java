package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.usage.UsageEvent.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be done with an account. */
public sealed interface UsageCommand {

    /**
     * Uses what is allowed, or is refused.
     *
     * @param subject who used it where the whole tenant shares the account; empty for nobody in particular
     * @param units 1 to {@value UsageDecider#MAX_UNITS}
     */
    record ConsumeUnits(String subject, long units, Allowance allowance) implements UsageCommand {}

    /**
     * Takes down what was used already, which no limit can undo.
     *
     * @param entries 1 to {@value UsageDecider#MAX_ENTRIES}
     * @param since when what is bought began; empty if it has ended
     * @param before times of other terms: what was used in one may come within the grace after it
     */
    record RecordUsage(List<Entry> entries, Allowance allowance, Optional<Instant> since, List<Period> before)
            implements UsageCommand {

        public RecordUsage {
            entries = List.copyOf(entries);
            before = List.copyOf(before);
        }
    }

    /** Keeps units for work that takes a while. @param life after which they are free again by themselves */
    record ReserveUnits(String reservation, String subject, long units, Duration life, Allowance allowance)
            implements UsageCommand {}

    /** Uses what was reserved. @param units up to what was reserved; the rest is free again */
    record CommitReservation(String reservation, long units) implements UsageCommand {}

    /** Gives back what was reserved. */
    record ReleaseReservation(String reservation) implements UsageCommand {}
}
