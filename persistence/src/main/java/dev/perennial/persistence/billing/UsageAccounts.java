package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.MeterKey;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.query.ConsistencyToken;
import dev.perennial.persistence.query.Freshness;
import dev.perennial.persistence.shell.StepUnfinishedException;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The accounts of a meter as the journal has them, so that nobody prices less than was used because a view is behind. Blocks.
 */
final class UsageAccounts {

    /** For a view that is behind by more, the step is taken again later. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** From one account to the next by the journal's key, however many events each has. */
    private static final String OF_SUBJECTS = """
            with recursive account(pid) as (
              select min(persistence_id) from journal.event_journal where persistence_id > ? and persistence_id < ?
              union all
              select (select min(persistence_id) from journal.event_journal
                      where persistence_id > account.pid and persistence_id < ?)
              from account where account.pid is not null)
            select pid, (select max(sequence_number) from journal.event_journal where persistence_id = pid)
            from account where pid is not null
            """;

    private static final String OF_TENANT = """
            select persistence_id, max(sequence_number) from journal.event_journal
            where persistence_id = ? group by persistence_id
            """;

    private static final String APPLIED =
            "select id, revision from billing.usage_accounts where tenant = ? and meter = ?";

    /** @param revision that of its latest event */
    record Known(EntityId id, long revision) {}

    private final DataSource source;
    private final Freshness freshness;

    /** @param source the projection pool */
    UsageAccounts(DataSource source, Freshness freshness) {
        this.source = source;
        this.freshness = freshness;
    }

    /** Those of single subjects. */
    List<Known> ofSubjects(TenantId tenant, MeterKey meter) {
        var shared = shared(tenant, meter);
        // A subject's id follows the meter's after a '_', and '`' is what comes next.
        return Jdbc.query(
                source,
                OF_SUBJECTS,
                row -> known(tenant, row.getString(1), row.getLong(2)),
                shared + "_",
                shared + "`",
                shared + "`");
    }

    /** Waits until the views of usage include all that the journal holds of the meter now. */
    void awaitViews(TenantId tenant, MeterKey meter) {
        var all = new ArrayList<>(ofSubjects(tenant, meter));
        all.addAll(Jdbc.query(
                source, OF_TENANT, row -> known(tenant, row.getString(1), row.getLong(2)), shared(tenant, meter)));
        Map<String, Long> applied = Jdbc.query(
                        source,
                        APPLIED,
                        row -> Map.entry(row.getString(1), row.getLong(2)),
                        tenant.value(),
                        meter.value())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        all.stream()
                .filter(account -> applied.getOrDefault(account.id().value(), 0L) < account.revision())
                .forEach(account -> await(tenant, account, Duration.ofNanos(deadline - System.nanoTime())));
    }

    private void await(TenantId tenant, Known account, Duration left) {
        try {
            var token = ConsistencyToken.of(BillingEntities.USAGE, account.id(), account.revision());
            if (!freshness.await(tenant, token, left)) {
                throw new StepUnfinishedException("the view of usage is behind");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StepUnfinishedException("interrupted");
        }
    }

    private static String shared(TenantId tenant, MeterKey meter) {
        var id = new UsageId(meter, Optional.empty()).entity();
        return new StoredEvent.Entity(BillingEntities.USAGE.name(), tenant, id).persistenceId();
    }

    private static Known known(TenantId tenant, String persistenceId, long revision) {
        var before = new StoredEvent.Entity(BillingEntities.USAGE.name(), tenant, new EntityId("x")).persistenceId();
        return new Known(new EntityId(persistenceId.substring(before.length() - 1)), revision);
    }
}
