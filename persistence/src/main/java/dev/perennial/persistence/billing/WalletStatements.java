package dev.perennial.persistence.billing;

import dev.perennial.domain.billing.BillingEntities;
import dev.perennial.domain.billing.wallet.Movement;
import dev.perennial.domain.billing.wallet.WalletEvent;
import dev.perennial.domain.kernel.EntityId;
import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.history.History;
import dev.perennial.persistence.journal.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Statements of wallets, straight from the journal: they include every committed movement, without waiting for any view,
 * and each says the balance after it. A time is found in a few look-ups, however many movements there are. Blocks.
 */
public final class WalletStatements {

    private final History history;

    public WalletStatements(History history) {
        this.history = history;
    }

    /** A movement and when it was decided. */
    public record Entry(long revision, Instant at, Movement movement) {}

    /**
     * Some entries, oldest first.
     *
     * @param next the revision after which the next page begins; empty on the last one
     */
    public record Page(List<Entry> entries, Optional<Long> next) {}

    /** Which movements: from the first time on and before the second one. */
    public record Span(Optional<Instant> from, Optional<Instant> to) {}

    public boolean exists(TenantId tenant, EntityId wallet) {
        return event(tenant, wallet, 1).isPresent();
    }

    /**
     * The entries of a span after a revision.
     *
     * @param limit of events that are read; those that moved nothing have no entry
     */
    public Page page(TenantId tenant, EntityId wallet, Span span, long after, int limit) {
        var begin = span.from()
                .map(from -> Math.max(after, lastBefore(tenant, wallet, from)))
                .orElse(after);
        var events = history.events(BillingEntities.WALLET, tenant, wallet, begin, limit);
        var within = events.stream()
                .takeWhile(event -> span.to().map(event.at()::isBefore).orElse(true))
                .toList();
        var entries = within.stream()
                .flatMap(event -> Movement.of((WalletEvent) event.event()).stream()
                        .map(movement -> new Entry(event.revision(), event.at(), movement)))
                .toList();
        var more = within.size() == limit;
        return new Page(entries, more ? Optional.of(within.getLast().revision()) : Optional.empty());
    }

    /** The last revision decided before a time, or 0: first by steps that double, then by halving the last of them. */
    private long lastBefore(TenantId tenant, EntityId wallet, Instant time) {
        var before = 0L;
        var end = 1L;
        while (isBefore(tenant, wallet, end, time)) {
            before = end;
            end *= 2;
        }
        while (end - before > 1) {
            var middle = before + (end - before) / 2;
            if (isBefore(tenant, wallet, middle, time)) {
                before = middle;
            } else {
                end = middle;
            }
        }
        return before;
    }

    private boolean isBefore(TenantId tenant, EntityId wallet, long revision, Instant time) {
        return event(tenant, wallet, revision)
                .map(event -> event.at().isBefore(time))
                .orElse(false);
    }

    private Optional<StoredEvent> event(TenantId tenant, EntityId wallet, long revision) {
        return history.events(BillingEntities.WALLET, tenant, wallet, revision - 1, 1).stream()
                .findFirst();
    }
}
