package dev.perennial.persistence.query;

import dev.perennial.domain.kernel.TenantId;
import dev.perennial.persistence.projection.Pulse;
import dev.perennial.persistence.projection.ViewModule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lets a reader wait until the views include what a {@link ConsistencyToken} stands for. */
public final class Freshness {

    private static final Duration FIRST_WAIT = Duration.ofMillis(5);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private final TenantQueries queries;
    private final Map<String, String> tables;
    private final Pulse applied;

    /**
     * @param modules whose views there are
     * @param applied rings when a projection of this node has applied something
     */
    public Freshness(TenantQueries queries, List<ViewModule> modules, Pulse applied) {
        this.queries = queries;
        this.applied = applied;
        this.tables = modules.stream()
                .flatMap(module -> module.tables().entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Waits until the view has the tenant's entity at the token's revision or a later one. At once for an entity without a
     * view: there is nothing to wait for.
     *
     * @return whether the view has it; false after {@code timeout}
     */
    public boolean await(TenantId tenant, ConsistencyToken token, Duration timeout) throws InterruptedException {
        var table = tables.get(token.type());
        if (table == null) {
            return true;
        }
        var deadline = System.nanoTime() + timeout.toNanos();
        var listener = applied.listen();
        var wait = FIRST_WAIT;
        while (revision(table, tenant, token) < token.revision()) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                return false;
            }
            listener.await(shorter(wait, left));
            wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
        }
        return true;
    }

    private long revision(String table, TenantId tenant, ConsistencyToken token) {
        var found = queries.of(
                tenant,
                "select revision from %s where tenant = ? and id = ?".formatted(table),
                row -> row.getLong(1),
                tenant.value(),
                token.id().value());
        return found.isEmpty() ? 0 : found.getFirst();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
