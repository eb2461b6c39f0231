package dev.perennial.app;

import dev.perennial.persistence.operation.AuditEntry.Action;
import dev.perennial.persistence.operation.Directive;
import dev.perennial.persistence.operation.DirectiveTable;
import dev.perennial.persistence.projection.ViewModule;
import dev.perennial.persistence.projection.Views;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the views of modules built anew when their form has changed and when an operator orders it: by whichever node is
 * first. If that node dies, another one begins.
 */
final class ViewBuilds {

    private static final Logger log = LoggerFactory.getLogger(ViewBuilds.class);

    /** After a build that failed, or that another node is at: it may take long, and most likely ends in the same way. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final String CLUSTER = "cluster";

    private final Map<String, ViewModule> modules = new ConcurrentHashMap<>();

    /** When this node may begin again, by module; {@code Long.MAX_VALUE} while it builds. */
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();

    private final Views views;
    private final DirectiveTable orders;

    ViewBuilds(Views views, DirectiveTable orders) {
        this.views = views;
        this.orders = orders;
    }

    /** Makes the module's views if there are none, and begins to build those of an older form. */
    void serve(ViewModule module) {
        modules.put(module.name(), module);
        try {
            switch (views.prepare(module)) {
                case CURRENT -> {}
                case OUTDATED -> begin(module, outdated(module));
                case NEWER ->
                    log.warn("The views of {} were made by a newer version and are left to it", module.name());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the views of " + module.name() + " cannot be prepared", e);
        }
    }

    /** Begins what is ordered, unless it is under way here. */
    void obey(Set<String> ordered) {
        for (var name : ordered) {
            var module = modules.get(name);
            if (module != null) {
                begin(module, ordered(name));
            }
        }
    }

    /** A build may have failed, or died with its node. */
    void buildIfOutdated(ViewModule module) throws SQLException {
        if (views.prepare(module) == Views.State.OUTDATED) {
            begin(module, outdated(module));
        }
    }

    private void begin(ViewModule module, Views.Occasion occasion) {
        long now = System.nanoTime();
        var free = new boolean[1];
        notBefore.compute(module.name(), (_, until) -> {
            free[0] = until == null || until != Long.MAX_VALUE && now - until >= 0;
            return free[0] ? Long.MAX_VALUE : until;
        });
        if (free[0]) {
            Thread.startVirtualThread(() -> {
                boolean built = false;
                try {
                    built = build(module, occasion);
                } finally {
                    notBefore.put(module.name(), System.nanoTime() + (built ? 0 : PAUSE.toNanos()));
                }
            });
        }
    }

    /** False also if another node is at it. */
    private boolean build(ViewModule module, Views.Occasion occasion) {
        try {
            boolean built = views.rebuild(module, occasion);
            if (built) {
                log.info("The views of {} are new", module.name());
            }
            return built;
        } catch (SQLException | RuntimeException e) {
            log.error("The views of {} could not be built anew; the present ones stay", module.name(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Views.Occasion outdated(ViewModule module) {
        return new Views.Occasion() {
            @Override
            public boolean stands() throws SQLException {
                return views.prepare(module) == Views.State.OUTDATED;
            }

            @Override
            public void met() {}
        };
    }

    private Views.Occasion ordered(String module) {
        return new Views.Occasion() {
            @Override
            public boolean stands() {
                return orders.all().stream()
                        .anyMatch(order -> order.kind() == Directive.Kind.REBUILD_VIEW
                                && order.subject().equals(module));
            }

            @Override
            public void met() {
                orders.end(Action.FULFIL, Directive.Kind.REBUILD_VIEW, module, CLUSTER, "they are new");
            }
        };
    }
}
