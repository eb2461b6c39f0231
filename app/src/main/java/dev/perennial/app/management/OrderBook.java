package dev.perennial.app.management;

import dev.perennial.cluster.allocation.Allocation;
import dev.perennial.persistence.operation.AuditEntry;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.operation.DirectiveTable;
import dev.perennial.persistence.shell.ShardKey;
import dev.perennial.persistence.sql.DatabaseUnavailableException;
import dev.perennial.persistence.sql.Jdbc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node to what is ordered in the database. Every node looks by itself, so an order outlives whoever coordinates
 * and whoever took it; it is obeyed everywhere within {@link #LOOK}.
 */
public final class OrderBook {

    /** How often a node looks whether anything else is ordered. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(OrderBook.class);

    /** Who fulfils orders, in the audit. */
    private static final String CLUSTER = "cluster";

    private final DirectiveTable table;
    private final Allocation allocation;
    private final ShardKey key;
    private final List<String> types;
    private final InstantSource clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final List<Consumer<List<Directive>>> listeners = new CopyOnWriteArrayList<>();
    private final Set<ShardName> fulfilling = ConcurrentHashMap.newKeySet();

    private OrderBook(
            ActorSystem<?> system,
            DirectiveTable table,
            Allocation allocation,
            ShardKey key,
            List<String> types,
            InstantSource clock) {
        this.table = table;
        this.allocation = allocation;
        this.key = key;
        this.types = List.copyOf(types);
        this.clock = clock;
        var _ = system.scheduler().scheduleWithFixedDelay(Duration.ZERO, LOOK, this::look, system.executionContext());
    }

    /** Begins to look. Until the first look has succeeded nothing moves. */
    public static OrderBook start(
            ActorSystem<?> system,
            DirectiveTable table,
            Allocation allocation,
            ShardKey key,
            List<String> types,
            InstantSource clock) {
        var book = new OrderBook(system, table, allocation, key, types, clock);
        allocation.whenArrived((type, shard) -> book.fulfilled(new ShardName(type, shard)));
        return book;
    }

    /** Has every look told, as soon as it succeeds; the listener must not block. */
    public void whenRead(Consumer<List<Directive>> listener) {
        listeners.add(listener);
        look();
    }

    /** What is ordered now, moves that are not due yet included. Blocks. */
    List<Directive> directives() {
        return table.all();
    }

    /** Orders all of them, and has this node obey at once; tells whether that changed anything. Blocks. */
    boolean give(List<Directive> directives, String actor, String reason) {
        boolean changed = false;
        for (var directive : directives) {
            changed |= table.give(directive, actor, reason);
        }
        refresh();
        return changed;
    }

    /** Withdraws it. Blocks. */
    boolean withdraw(Directive.Kind kind, String subject, String actor, String reason) {
        boolean held = table.end(AuditEntry.Action.WITHDRAW, kind, subject, actor, reason);
        refresh();
        return held;
    }

    /** Does something at once and records it, in one transaction; tells whether it changed anything. Blocks. */
    boolean act(Directive what, String detail, String actor, String reason, Jdbc.Work<Boolean> work) {
        return table.act(what, detail, actor, reason, work);
    }

    List<AuditEntry> audit(long below, int limit) {
        return table.audit(below, limit);
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    refresh();
                } catch (DatabaseUnavailableException outage) {
                    log.warn("The orders of operators cannot be read; those known stand: {}", outage.getMessage());
                } catch (RuntimeException bug) {
                    log.error("The orders of operators cannot be followed; those known stand", bug);
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void refresh() {
        var directives = table.all();
        allocation.obey(Standing.orders(directives, key, types, clock.instant()));
        listeners.forEach(listener -> listener.accept(directives));
    }

    private void fulfilled(ShardName name) {
        if (fulfilling.add(name)) {
            Thread.startVirtualThread(() -> {
                try {
                    table.end(AuditEntry.Action.FULFIL, Directive.Kind.MOVE, name.toString(), CLUSTER, "it is there");
                    refresh();
                } catch (DatabaseUnavailableException outage) {
                    log.debug("{} has arrived, which is recorded later", name, outage);
                } finally {
                    fulfilling.remove(name);
                }
            });
        }
    }
}
