package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.SubjectId;
import dev.perennial.domain.billing.UsageId;
import dev.perennial.domain.billing.usage.UsageEvent;
import dev.perennial.domain.billing.usage.UsageEvent.ReservationCommitted;
import dev.perennial.domain.billing.usage.UsageEvent.UnitsConsumed;
import dev.perennial.domain.billing.usage.UsageEvent.UsageRecorded;
import dev.perennial.persistence.journal.StoredEvent;
import dev.perennial.persistence.projection.EventView;
import dev.perennial.persistence.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What was used: by hour, meter and subject. A page of events is two statements, however many it has. */
final class UsageView {

    private static final String ACCOUNTS = """
            insert into %1$s.usage_accounts (tenant, id, meter, revision, updated_at)
            select tenant, id, meter, revision, updated_at::timestamptz
            from unnest(?, ?, ?, ?, ?) as page (tenant, id, meter, revision, updated_at)
            on conflict (tenant, id) do update set revision = excluded.revision, updated_at = excluded.updated_at
            """;

    private static final String HOURS = """
            insert into %1$s.usage_hours as h (tenant, meter, day, subject, hour, units, peak, events)
            select tenant, meter, day::date, subject, hour, units, peak, events
            from unnest(?, ?, ?, ?, ?, ?, ?, ?) as page (tenant, meter, day, subject, hour, units, peak, events)
            on conflict (tenant, meter, day, subject, hour) do update set
                units = h.units + excluded.units,
                peak = greatest(h.peak, excluded.peak),
                events = h.events + excluded.events
            """;

    private record Key(String tenant, String meter, LocalDate day, String subject, int hour)
            implements Comparable<Key> {

        /** Rows are locked in this order by all, so nobody waits for each other. */
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::tenant)
                .thenComparing(Key::meter)
                .thenComparing(Key::day)
                .thenComparing(Key::subject)
                .thenComparingInt(Key::hour);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Sum(long units, long peak, long events) {

        Sum plus(Sum other) {
            return new Sum(Math.addExact(units, other.units), Math.max(peak, other.peak), events + other.events);
        }
    }

    private final Map<StoredEvent.Entity, StoredEvent> latest = new LinkedHashMap<>();
    private final Map<Key, Sum> hours = new TreeMap<>();

    private UsageView() {}

    static EventView view() {
        return new EventView(BillingEntities.USAGE, "usage_accounts", UsageView::write);
    }

    private static void write(Connection connection, String schema, List<StoredEvent> events) throws SQLException {
        var page = new UsageView();
        events.forEach(page::add);
        page.writeAccounts(connection, schema);
        page.writeHours(connection, schema);
    }

    private void add(StoredEvent stored) {
        latest.put(stored.entity(), stored);
        switch ((UsageEvent) stored.event()) {
            case UnitsConsumed(var subject, var units, var at) -> count(stored, subject, units, at);
            case ReservationCommitted(var _, var subject, var units, var at) -> count(stored, subject, units, at);
            case UsageRecorded(var entries) ->
                entries.forEach(entry -> count(stored, entry.subject(), entry.units(), entry.at()));
            case UsageEvent.AllowanceChanged _,
                    UsageEvent.UnitsReserved _,
                    UsageEvent.ReservationReleased _,
                    UsageEvent.ReservationExpired _ -> {
                // Nothing is used by these.
            }
        }
    }

    private void count(StoredEvent stored, String subject, long units, Instant at) {
        var account = UsageId.of(stored.entity().id());
        var time = at.atOffset(ZoneOffset.UTC);
        var key = new Key(
                stored.entity().tenant().value(),
                account.meter().value(),
                time.toLocalDate(),
                account.subject().map(SubjectId::value).orElse(subject),
                time.getHour());
        hours.merge(key, new Sum(units, units, 1), Sum::plus);
    }

    private void writeAccounts(Connection connection, String schema) throws SQLException {
        var accounts = List.copyOf(latest.values());
        Jdbc.update(
                connection,
                ACCOUNTS.formatted(schema),
                texts(accounts, account -> account.entity().tenant().value()),
                texts(accounts, account -> account.entity().id().value()),
                texts(
                        accounts,
                        account -> UsageId.of(account.entity().id()).meter().value()),
                numbers(accounts, StoredEvent::revision),
                texts(accounts, account -> account.at().toString()));
    }

    private void writeHours(Connection connection, String schema) throws SQLException {
        var keys = hours.keySet();
        var sums = hours.values();
        Jdbc.update(
                connection,
                HOURS.formatted(schema),
                texts(keys, Key::tenant),
                texts(keys, Key::meter),
                texts(keys, key -> key.day().toString()),
                texts(keys, Key::subject),
                numbers(keys, key -> (long) key.hour()),
                numbers(sums, Sum::units),
                numbers(sums, Sum::peak),
                numbers(sums, Sum::events));
    }

    private static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Long[] numbers(Collection<T> rows, Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }
}
