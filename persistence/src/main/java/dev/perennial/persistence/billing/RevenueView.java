package dev.perennial.persistence.billing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.Money;
import dev.perennial.domain.billing.subscription.Subscription;
import dev.perennial.domain.billing.subscription.SubscriptionEvent;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.CancellationWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeAbandoned;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeFailed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargePaid;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.ChargeRetryDue;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeScheduled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChangeWithdrawn;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.PlanChanged;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionActivated;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionCancelled;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionOrdered;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.perennial.domain.billing.subscription.SubscriptionEvent.TrialStarted;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.journal.StoredEvent.Entity;
import dev.perennial.persistence.json.Json;
import dev.perennial.persistence.projection.EventView;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Monthly recurring revenue: by how much every event of a subscription changes what it brings in for a month, summed up for
 * each calendar month and currency. A page of events is three statements, however many it has.
 */
final class RevenueView {

    private static final String LOAD = """
            select tenant, id, state::text from %1$s.revenue_sources
            where (tenant, id) in (select * from unnest(?, ?))
            """;

    private static final String SOURCES = """
            insert into %1$s.revenue_sources (tenant, id, revision, state, updated_at)
            select tenant, id, revision, state, updated_at
            from jsonb_populate_recordset(null::%1$s.revenue_sources, ?::jsonb)
            on conflict (tenant, id) do update set
                revision = excluded.revision, state = excluded.state, updated_at = excluded.updated_at
            """;

    private static final String MONTHS = """
            insert into %1$s.revenue_months as m (tenant, currency, month, gained, raised, lowered, lost)
            select tenant, currency, month, gained, raised, lowered, lost
            from jsonb_populate_recordset(null::%1$s.revenue_months, ?::jsonb)
            on conflict (tenant, currency, month) do update set
                gained = m.gained + excluded.gained, raised = m.raised + excluded.raised,
                lowered = m.lowered + excluded.lowered, lost = m.lost + excluded.lost
            """;

    /** Rows are locked in this order by all, so nobody waits for each other. */
    private record Month(String currency, LocalDate month) implements Comparable<Month> {
        private static final Comparator<Month> ORDER =
                Comparator.comparing(Month::currency).thenComparing(Month::month);

        @Override
        public int compareTo(Month other) {
            return ORDER.compare(this, other);
        }
    }

    private record Change(long gained, long raised, long lowered, long lost) {

        static Change between(long before, long after) {
            if (before == 0) {
                return new Change(after, 0, 0, 0);
            }
            return after == 0
                    ? new Change(0, 0, 0, before)
                    : new Change(0, Math.max(0, after - before), Math.max(0, before - after), 0);
        }

        Change plus(Change other) {
            return new Change(
                    Math.addExact(gained, other.gained),
                    Math.addExact(raised, other.raised),
                    Math.addExact(lowered, other.lowered),
                    Math.addExact(lost, other.lost));
        }
    }

    private final Map<Entity, Subscription> states;
    private final Map<Entity, StoredEvent> latest = new LinkedHashMap<>();
    private final Map<Month, Change> months = new TreeMap<>();

    private RevenueView(Map<Entity, Subscription> states) {
        this.states = states;
    }

    static EventView view() {
        return new EventView(BillingEntities.SUBSCRIPTION, "revenue_sources", RevenueView::write);
    }

    private static void write(Connection connection, String schema, List<StoredEvent> events) throws SQLException {
        var page = new RevenueView(stored(connection, schema, events));
        events.forEach(page::add);
        Jdbc.update(connection, SOURCES.formatted(schema), page.sources().toString());
        Jdbc.update(connection, MONTHS.formatted(schema), page.changes().toString());
    }

    private static Map<Entity, Subscription> stored(Connection connection, String schema, List<StoredEvent> events)
            throws SQLException {
        var entities = events.stream().map(StoredEvent::entity).distinct().toList();
        var states = new LinkedHashMap<Entity, Subscription>();
        Jdbc.query(
                        connection,
                        LOAD.formatted(schema),
                        row -> Map.entry(
                                new Entity(
                                        BillingEntities.SUBSCRIPTION.name(),
                                        new TenantId(row.getString(1)),
                                        new EntityId(row.getString(2))),
                                Json.read(row.getString(3), Subscription.class)),
                        entities.stream().map(it -> it.tenant().value()).toArray(String[]::new),
                        entities.stream().map(it -> it.id().value()).toArray(String[]::new))
                .forEach(row -> states.put(row.getKey(), row.getValue()));
        return states;
    }

    private void add(StoredEvent stored) {
        var decider = BillingEntities.SUBSCRIPTION.decider();
        var event = (SubscriptionEvent) stored.event();
        var before = states.getOrDefault(stored.entity(), decider.initial());
        var after = decider.evolve(before, event);
        states.put(stored.entity(), after);
        latest.put(stored.entity(), stored);
        if (!before.monthly().equals(after.monthly())) {
            var month = effective(stored, event)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .withDayOfMonth(1);
            currency(before, after)
                    .ifPresent(currency -> months.merge(
                            new Month(currency, month), Change.between(minor(before), minor(after)), Change::plus));
        }
    }

    /** A subscription keeps its currency from beginning to end. */
    private static Optional<String> currency(Subscription before, Subscription after) {
        return before.monthly().or(after::monthly).map(money -> money.currency().getCurrencyCode());
    }

    private static long minor(Subscription subscription) {
        return subscription.monthly().map(Money::minor).orElse(0L);
    }

    /** When it took effect, which may be before it was decided. */
    private static Instant effective(StoredEvent stored, SubscriptionEvent event) {
        return switch (event) {
            case SubscriptionActivated(var at) -> at;
            case PlanChanged changed -> changed.at();
            case SubscriptionCancelled cancelled -> cancelled.at();
            case TrialStarted _,
                    SubscriptionOrdered _,
                    SubscriptionRenewed _,
                    PlanChangeOrdered _,
                    PlanChangeScheduled _,
                    PlanChangeWithdrawn _,
                    ChargeDue _,
                    ChargeRetryDue _,
                    ChargePaid _,
                    ChargeFailed _,
                    ChargeAbandoned _,
                    CancellationScheduled _,
                    CancellationWithdrawn _ -> stored.at();
        };
    }

    private ArrayNode sources() {
        var rows = JsonNodeFactory.instance.arrayNode();
        latest.forEach((entity, stored) -> rows.addObject()
                .put("tenant", entity.tenant().value())
                .put("id", entity.id().value())
                .put("revision", stored.revision())
                .put("updated_at", stored.at().toString())
                .set("state", Json.mapper().valueToTree(states.get(entity))));
        return rows;
    }

    private ArrayNode changes() {
        var rows = JsonNodeFactory.instance.arrayNode();
        months.forEach((month, change) -> rows.addObject()
                .put("tenant", TenantId.SYSTEM.value())
                .put("currency", month.currency())
                .put("month", month.month().toString())
                .put("gained", change.gained())
                .put("raised", change.raised())
                .put("lowered", change.lowered())
                .put("lost", change.lost()));
        return rows;
    }
}
