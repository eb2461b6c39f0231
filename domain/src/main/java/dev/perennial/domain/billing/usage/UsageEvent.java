package dev.perennial.domain.billing.usage;

import dev.perennial.domain.kernel.EventName;
import java.time.Instant;
import java.util.List;

/** What happened to an account. */
public sealed interface UsageEvent {

    @EventName("billing.allowance-changed")
    record AllowanceChanged(Allowance allowance, Instant at) implements UsageEvent {}

    /** @param units as they count: for a meter that counts events, always 1 */
    @EventName("billing.units-consumed")
    record UnitsConsumed(String subject, long units, Instant at) implements UsageEvent {}

    @EventName("billing.usage-recorded")
    record UsageRecorded(List<Entry> entries) implements UsageEvent {
        public UsageRecorded {
            entries = List.copyOf(entries);
        }
    }

    @EventName("billing.units-reserved")
    record UnitsReserved(String reservation, String subject, long units, Instant at, Instant expiresAt)
            implements UsageEvent {}

    @EventName("billing.reservation-committed")
    record ReservationCommitted(String reservation, String subject, long units, Instant at) implements UsageEvent {}

    @EventName("billing.reservation-released")
    record ReservationReleased(String reservation) implements UsageEvent {}

    @EventName("billing.reservation-expired")
    record ReservationExpired(String reservation) implements UsageEvent {}

    /**
     * One event of usage.
     *
     * @param key a digest of its source and id, by which a repetition is recognised
     * @param subject who used it where the whole tenant shares the account; empty for nobody in particular
     * @param units as they count: for a meter of events 1; for one of different values 1 for a new value, else 0
     * @param value a digest of the value where different values are counted, else 0
     * @param at when it was used
     */
    record Entry(long key, String subject, long units, long value, Instant at) {}
}
