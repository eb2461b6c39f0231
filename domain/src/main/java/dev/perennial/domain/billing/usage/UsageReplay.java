package dev.perennial.domain.billing.usage;

import dev.perennial.domain.billing.Aggregation;
import dev.perennial.domain.billing.Cycle;
import dev.perennial.domain.billing.Period;
import dev.perennial.domain.billing.Quota;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageEvent.AllowanceChanged;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationCommitted;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationExpired;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationReleased;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsConsumed;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsReserved;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what was used as another quota would have: with periods and a scope of its own. Not for sharing between threads.
 */
public final class UsageReplay {

    private final Quota quota;
    private final Cycle cycle;
    private final Aggregation aggregation;
    private final Period period;
    private final Map<Whose, Long> totals = new TreeMap<>();
    private final Map<Whose, Set<Long>> values = new HashMap<>();

    private record Whose(Instant start, String subject) implements Comparable<Whose> {
        @Override
        public int compareTo(Whose other) {
            var byStart = start.compareTo(other.start);
            return byStart != 0 ? byStart : subject.compareTo(other.subject);
        }
    }

    /**
     * @param billing the billing periods of the quota
     * @param period only what was used in it counts
     */
    public UsageReplay(Quota quota, Cycle billing, Aggregation aggregation, Period period) {
        this.quota = quota;
        this.cycle = quota.cycle(billing);
        this.aggregation = aggregation;
        this.period = period;
    }

    /** What happened next to an account. */
    public void add(UsageId account, UsageEvent event) {
        var owner = account.subject().map(SubjectId::value).orElse("");
        switch (event) {
            case UnitsConsumed(var subject, var units, var at) -> count(owner + subject, units, 0, at);
            case ReservationCommitted committed ->
                count(owner + committed.subject(), committed.units(), 0, committed.at());
            case UsageRecorded(var entries) ->
                entries.forEach(it -> count(owner + it.subject(), it.units(), it.value(), it.at()));
            case AllowanceChanged _, UnitsReserved _, ReservationReleased _, ReservationExpired _ -> {
                // Nothing is used by these.
            }
        }
    }

    /** One total for each period of the quota, and each subject if they have it for themselves. */
    public List<Long> totals() {
        return List.copyOf(totals.values());
    }

    private void count(String subject, long units, long value, Instant at) {
        if (!period.contains(at)) {
            return;
        }
        var whose = new Whose(cycle.at(at).start(), quota.scope() == Quota.Scope.SUBJECT ? subject : "");
        switch (aggregation) {
            case SUM, COUNT -> totals.merge(whose, units, Math::addExact);
            case MAX -> totals.merge(whose, units, Math::max);
            case UNIQUE -> {
                if (values.computeIfAbsent(whose, _ -> new HashSet<>()).add(value)) {
                    totals.merge(whose, 1L, Math::addExact);
                }
            }
        }
    }
}
